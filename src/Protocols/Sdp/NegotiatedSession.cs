using Protocols.Dtls;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>What an offer and its answer come to, in the order of the sections.</summary>
public sealed record NegotiatedSession
{
    public required IReadOnlyList<NegotiatedMedia> Media { get; init; }

    /// <summary>The sections that share the one transport; the first stands for all of them.</summary>
    public required IReadOnlyList<Mid> Bundle { get; init; }

    /// <summary>Null if every section was refused: there is nothing to connect then.</summary>
    public required RemoteTransport? Remote { get; init; }

    /// <summary>Ours. <see cref="Protocols.Dtls.DtlsRole.Client"/> only if the other side insists on waiting.</summary>
    public required DtlsRole DtlsRole { get; init; }

    /// <summary>
    /// What the numbers of incoming packets mean before it is known which section a packet belongs to: a number means the same
    /// in the whole bundle (RFC 9143 §10).
    /// </summary>
    public required RtpExtensionMap ReceiveExtensions { get; init; }

    public NegotiatedMedia? Find(Mid mid) => Media.FirstOrDefault(media => media.Mid == mid && media.IsAccepted);
}
