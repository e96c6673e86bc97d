using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Digest;
using Protocols.Sip.Transactions;

namespace Protocols.Tests.Sip.Calls;

/// <summary>A door that lets in who knows the one password there is.</summary>
internal sealed class Guard(IRandomBytes random, string password) : ISipDoor
{
    private readonly DigestServer _digests = new(new() { Realm = "conf.example.org" }, random);

    public void Register(in SipReply reply) => reply.Refuse(403, "Forbidden");

    public bool TryAdmit(in SipReply reply, out SipCaller caller)
    {
        caller = SipCaller.Guest;
        if (reply.Request.TryFind(SipHeader.Authorization, out var value) && DigestCredentials.TryParse(value, out var credentials))
        {
            caller = new(credentials.UserText, Trunk: null);
            var secret = DigestHash.Secret(credentials.Algorithm, credentials.UserText, _digests.Realm, password);
            if (_digests.Check(credentials, reply.Request.MethodName, secret, reply.Now) == DigestVerdict.Accepted)
                return true;
        }

        _digests.WriteChallenges(reply.Begin(401, "Unauthorized"), SipHeader.WwwAuthenticate, DigestAlgorithms.All, stale: false, reply.Now);
        reply.Send();
        return false;
    }
}
