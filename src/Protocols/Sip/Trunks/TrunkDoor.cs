using Protocols.Sip.Calls;
using Protocols.Sip.Digest;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>
/// Tells calls of trunks from all others: by the address they come from, or by a digest where an exchange has an address that changes. Who is
/// no trunk goes to the terminals' door; who is nobody there either is a guest, let in or not as is set.
/// </summary>
public sealed class TrunkDoor(SipTrunks trunks, ISipDoor terminals, ISipAccounts tries, string realm, bool letsGuestsIn, IRandomBytes random) : ISipDoor
{
    private readonly DigestServer _digests = new(new() { Realm = realm }, random);

    public void Register(in SipReply reply) => terminals.Register(reply);

    public bool TryAdmit(in SipReply reply, out SipCaller caller)
    {
        caller = SipCaller.Guest;
        var trunk = BySource(reply);
        if (trunk is null && !TryProve(reply, out trunk))
            return false;

        if (trunk is not null)
        {
            caller = new(Account: null, trunk.Name);
            return HasRoom(reply, trunk);
        }

        if (!terminals.TryAdmit(reply, out caller))
            return false;

        if (!caller.IsGuest || letsGuestsIn)
            return true;

        trunks.Counters.StrangersRefused++;
        reply.Refuse(403, "Forbidden");
        return false;
    }

    // A host's datagrams come from its own port; its connections from any.
    private SipTrunk? BySource(in SipReply reply)
    {
        var flow = reply.Flow;
        var address = flow.Remote.ToIPAddress();
        SipTrunk? found = null;
        foreach (var trunk in trunks.All)
        {
            var isHost = trunks.Servers.Any(server => server.Trunk == trunk && server.Flow.Transport == flow.Transport
                && (flow.IsReliable ? server.Flow.Remote.Ip == flow.Remote.Ip : server.Flow.Remote == flow.Remote));
            if (!isHost && !trunk.Sources.Any(source => source.Contains(address)))
                continue;

            // An operator may have given us two trunks at one address: the account that is called tells which.
            if (Calls(reply, trunk))
                return trunk;
            found ??= trunk;
        }

        return found;
    }

    private static bool Calls(in SipReply reply, SipTrunk trunk)
    {
        if (!SipUri.TryParse(reply.Request.RequestUri, out var uri))
            return false;

        var user = uri.UserText;
        return user.Length > 0 && (user == trunk.User || (trunk.NumbersIn.TryRewrite(user, out var number) && trunk.Numbers.Contains(number)));
    }

    // False if the request has been answered: asked for a proof, or refused for a wrong one.
    private bool TryProve(in SipReply reply, out SipTrunk? trunk)
    {
        trunk = null;
        foreach (var value in reply.Request.Values(SipHeader.Authorization))
        {
            if (!DigestCredentials.TryParse(value, out var credentials))
                continue;

            var user = credentials.UserText;
            if (trunks.All.FirstOrDefault(one => one.IncomingUser.Length > 0 && one.IncomingUser == user) is { } named)
            {
                trunk = named;
                return IsProved(reply, named, credentials);
            }
        }

        foreach (var one in trunks.All)
        {
            if (one.IncomingUser.Length == 0 || !MayBe(reply, one))
                continue;

            Challenge(reply, stale: false);
            return false;
        }

        return true;
    }

    // Exchanges say at first only who calls, or their name, and prove it when they are asked.
    private static bool MayBe(in SipReply reply, SipTrunk trunk) =>
        (reply.Request.TryAddress(SipHeader.From, out var from) && SipUri.TryParse(from.Uri, out var uri) && uri.UserText == trunk.IncomingUser) || Calls(reply, trunk);

    private bool IsProved(in SipReply reply, SipTrunk trunk, in DigestCredentials credentials)
    {
        var name = $"trunk {trunk.Name}";
        if (tries.LockedFor(name, reply.Flow) > TimeSpan.Zero)
        {
            reply.Refuse(403, "Locked After Wrong Passwords");
            return false;
        }

        var secret = DigestHash.Secret(credentials.Algorithm, trunk.IncomingUser, realm, trunk.IncomingPassword.Value);
        switch (_digests.Check(credentials, reply.Request.MethodName, secret, reply.Now))
        {
            case DigestVerdict.Accepted:
                tries.Right(name, reply.Flow);
                return true;
            case DigestVerdict.Stale or DigestVerdict.Replayed:
                Challenge(reply, stale: true);
                return false;
            case DigestVerdict.OtherRealm:
                Challenge(reply, stale: false);
                return false;
            default:
                trunks.Counters.WrongPasswords++;
                tries.Wrong(name, reply.Flow);
                reply.Refuse(403, "Forbidden");
                return false;
        }
    }

    private void Challenge(in SipReply reply, bool stale)
    {
        _digests.WriteChallenges(reply.Begin(401, "Unauthorized"), SipHeader.WwwAuthenticate, DigestAlgorithms.All, stale, reply.Now);
        reply.Send();
    }

    // 503 lets an operator send the call another way; 486 would be the callee's own.
    private bool HasRoom(in SipReply reply, SipTrunk trunk)
    {
        if (!trunks.IsFull(trunk))
            return true;

        trunks.Counters.Full++;
        reply.Refuse(503, "Trunk Full");
        return false;
    }
}
