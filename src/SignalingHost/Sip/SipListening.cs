using Protocols.Sip.Digest;
using SignalingHost.Web;

namespace SignalingHost.Sip;

/// <summary>Where SIP listens and what it calls itself.</summary>
internal sealed record SipListening(
    int Port, int TlsPort, string Host, string Realm, IReadOnlyList<DigestAlgorithm> Digests, bool LetsGuestsIn, int MaxTransactions, bool OneCallEach,
    ServerCertificate Certificate);
