using System.Text;
using Protocols.Sip.Calls;
using Protocols.Sip.Digest;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Registrar;

/// <summary>
/// Knows which accounts can be reached where (RFC 3261 §10), and who may call. The domain in an address is not looked at: terminals are told
/// a server's address where its name was meant, and the other way round. A binding lives as long as it was granted, or its connection.
/// </summary>
public sealed class SipRegistrar(RegistrarOptions options, IRandomBytes random, ISipAccounts accounts, IRegistrarOutput output) : ISipDoor
{
    private readonly DigestServer _digests = new(new() { Realm = options.Realm, Algorithms = options.Algorithms }, random);
    private readonly DigestHabits _habits = new();
    private readonly Dictionary<string, Registration> _registrations = new(StringComparer.Ordinal);
    private readonly Dictionary<SipFlow, List<string>> _onFlow = [];
    private readonly PriorityQueue<string, long> _expiries = new();

    /// <summary>Accounts that are registered.</summary>
    public int Count => _registrations.Count;

    public long Succeeded { get; private set; }

    public long Challenged { get; private set; }

    public long Refused { get; private set; }

    public Instant NextDeadline => _expiries.TryPeek(out _, out var ticks) ? new(ticks) : Instant.Never;

    /// <summary>The way to an account's newest device.</summary>
    public bool TryFindWay(string number, out SipFlow flow, out string contact)
    {
        var newest = _registrations.TryGetValue(number, out var registration) ? registration.Bindings[^1] : null;
        flow = newest?.Flow ?? default;
        contact = newest is null ? "" : Encoding.ASCII.GetString(newest.Contact);
        return newest is not null;
    }

    public void Register(in SipReply reply)
    {
        var request = reply.Request;
        if (!request.TryAddress(SipHeader.To, out var to) || !SipUri.TryParse(to.Uri, out var address) || address.Scheme is not (SipScheme.Sip or SipScheme.Sips))
        {
            Refuse(reply, 404, "Not Found");
            return;
        }

        if (TryAuthenticate(reply, address.UserText, SipHeader.Authorization) is { } account)
            Bind(reply, account);
    }

    /// <summary>
    /// Who calls over a connection on which he has registered is believed; others with an account's name must prove it; who has no
    /// account is a guest and comes as far as a meeting's password lets him.
    /// </summary>
    public bool TryAdmit(in SipReply reply, out SipCaller caller)
    {
        caller = SipCaller.Guest;
        if (!reply.Request.TryAddress(SipHeader.From, out var from) || !SipUri.TryParse(from.Uri, out var uri))
            return true;

        var user = uri.UserText;
        if (reply.Flow.IsReliable && _onFlow.TryGetValue(reply.Flow, out var numbers))
        {
            // Cisco's and Huawei's From have no user; if one account registered on the connection, it is that one.
            caller = new(numbers.Find(number => Is(number, user)) ?? (user.Length == 0 && numbers.Count == 1 ? numbers[0] : null), Trunk: null);
            if (!caller.IsGuest)
                return true;
        }

        var lookup = user.Length == 0 ? SipLookup.Unknown : accounts.Find(user, out _);
        if (lookup != SipLookup.Known)
            return lookup == SipLookup.Unknown;

        caller = new(TryAuthenticate(reply, user, SipHeader.Authorization)?.Number, Trunk: null);
        return !caller.IsGuest;
    }

    /// <summary>A connection has ended: whoever registered over it cannot be reached.</summary>
    public void FlowGone(SipFlow flow)
    {
        if (!_onFlow.Remove(flow, out var numbers))
            return;

        foreach (var number in numbers)
        {
            if (_registrations.TryGetValue(number, out var registration) && registration.Bindings.RemoveAll(binding => binding.Flow == flow) > 0)
                Settle(registration);
        }
    }

    public void Advance(Instant now)
    {
        while (_expiries.TryPeek(out var number, out var ticks) && ticks <= now.Ticks)
        {
            _expiries.Dequeue();
            if (!_registrations.TryGetValue(number, out var registration) || registration.QueuedFor.Ticks != ticks)
                continue;

            registration.QueuedFor = Instant.Never;

            foreach (var binding in registration.Bindings.Where(binding => binding.ExpiresAt <= now).ToList())
                Remove(registration, binding);
            Settle(registration);

            Queue(registration);
        }
    }

    private bool Is(string number, string user) =>
        string.Equals(number, user, StringComparison.Ordinal)
        || (_registrations.TryGetValue(number, out var registration) && string.Equals(registration.Account.Login, user, StringComparison.OrdinalIgnoreCase));

    // The account, if the request proves to be its; otherwise the answer has been sent, or is put off.
    private SipAccount? TryAuthenticate(in SipReply reply, string user, SipHeader header)
    {
        if (!TryCredentials(reply.Request, header, out var credentials))
        {
            var known = accounts.Find(user, out var asked);
            if (known != SipLookup.Later)
                Challenge(reply, _habits.Meet(user, reply, asked?.Algorithms ?? DigestAlgorithms.All), stale: false);
            return null;
        }

        var lookup = accounts.Find(user, out var account);
        if (lookup == SipLookup.Later)
            return null;

        var name = account?.Login ?? user;
        if (accounts.LockedFor(name, reply.Flow) is var wait && wait > TimeSpan.Zero)
        {
            if (account is not null)
                output.Failed(account, RegistrationFailure.Locked, reply.Flow);
            RefuseLocked(reply, wait);
            return null;
        }

        // A name without an account costs as much and is answered in the same words.
        var secret = account?.SecretFor(credentials.UserText, credentials.Algorithm) ?? "";
        _habits.Proved(user, reply.Flow, credentials.Algorithm);
        switch (_digests.Check(credentials, reply.Request.MethodName, secret, reply.Now))
        {
            case DigestVerdict.Accepted when account is { IsActive: true }:
                accounts.Right(name, reply.Flow);
                return account;
            case DigestVerdict.Accepted:
                output.Failed(account!, RegistrationFailure.Stopped, reply.Flow);
                Refuse(reply, 403, "Account Stopped");
                return null;
            case DigestVerdict.Stale or DigestVerdict.Replayed:
                Challenge(reply, account!.Algorithms, stale: true);
                return null;
            case DigestVerdict.OtherRealm:
                Challenge(reply, account?.Algorithms ?? DigestAlgorithms.All, stale: false);
                return null;
            default:
                accounts.Wrong(name, reply.Flow);
                if (account is not null)
                    output.Failed(account, RegistrationFailure.WrongPassword, reply.Flow);
                Refuse(reply, 403, "Wrong Number Or Password");
                return null;
        }
    }

    // A request may carry proofs for others on its way too; ours names our realm.
    private bool TryCredentials(in SipMessage request, SipHeader header, out DigestCredentials credentials)
    {
        var found = false;
        credentials = default;
        foreach (var value in request.Values(header))
        {
            if (!DigestCredentials.TryParse(value, out var read))
                continue;

            credentials = read;
            found = true;
            if (SipText.Unquoted(read.Realm) == options.Realm)
                return true;
        }

        return found;
    }

    private void Bind(in SipReply reply, SipAccount account)
    {
        var request = reply.Request;
        request.TryNumber(SipHeader.Expires, out var seconds);
        var hasExpires = request.Has(SipHeader.Expires);
        var registration = _registrations.GetValueOrDefault(account.Number);

        // All or nothing: what cannot be granted is found before anything is changed (§10.3 step 7).
        foreach (var contact in request.Elements(SipHeader.Contact))
        {
            if (contact.SequenceEqual("*"u8))
            {
                if (!hasExpires || seconds != 0)
                {
                    RefuseContact(reply, account);
                    return;
                }

                continue;
            }

            if (!NameAddress.TryParse(contact, out var address) || !SipUri.TryParse(address.Uri, out _))
            {
                RefuseContact(reply, account);
                return;
            }

            if (Asked(address, hasExpires, seconds) is var asked && asked > TimeSpan.Zero && asked < options.Shortest)
            {
                output.Failed(account, RegistrationFailure.IntervalTooBrief, reply.Flow);
                Refused++;
                reply.Begin(423, "Interval Too Brief").Header(SipHeader.MinExpires, (long)options.Shortest.TotalSeconds);
                reply.SendAndKeep();
                return;
            }

            if (IsOutOfOrder(registration, request))
            {
                Refuse(reply, 500, "CSeq Out Of Order");
                return;
            }
        }

        foreach (var contact in request.Elements(SipHeader.Contact))
        {
            if (contact.SequenceEqual("*"u8))
                RemoveAll(registration);
            else if (NameAddress.TryParse(contact, out var address))
                registration = BindOne(reply, account, registration, address, Asked(address, hasExpires, seconds));
        }

        if (registration is not null)
            Settle(registration);
        Answer(reply, account);
    }

    private Registration? BindOne(in SipReply reply, SipAccount account, Registration? registration, in NameAddress address, TimeSpan asked)
    {
        address.TryParameter("+sip.instance"u8, out var instance);
        var callId = reply.Request.CallId;
        var old = Same(registration, address.Uri, instance, callId);
        if (old is not null)
            Remove(registration!, old);
        if (asked == TimeSpan.Zero)
            return registration;

        if (registration is null)
        {
            registration = new(account);
            _registrations.Add(account.Number, registration);
            output.Changed(account, isRegistered: true);
        }

        if (registration.Bindings.Count >= options.MaxContacts)
            Remove(registration, registration.Bindings[0]);

        registration.Account = account;
        var expiry = reply.Now + (asked < options.Longest ? asked : options.Longest);
        registration.Bindings.Add(new(address.Uri.ToArray(), instance.ToArray(), callId.ToArray())
        {
            Sequence = reply.Request.CSeq,
            Flow = reply.Flow,
            ExpiresAt = expiry,
        });
        Queue(registration);
        if (!_onFlow.TryGetValue(reply.Flow, out var numbers))
            _onFlow.Add(reply.Flow, numbers = []);
        if (!numbers.Contains(account.Number))
            numbers.Add(account.Number);
        return registration;
    }

    private static Binding? Same(Registration? registration, ReadOnlySpan<byte> contact, ReadOnlySpan<byte> instance, ReadOnlySpan<byte> callId)
    {
        foreach (var binding in registration?.Bindings ?? [])
        {
            if (binding.IsSame(contact, instance, callId))
                return binding;
        }

        return null;
    }

    private static bool IsOutOfOrder(Registration? registration, in SipMessage request)
    {
        foreach (var binding in registration?.Bindings ?? [])
        {
            if (binding.Sequence >= request.CSeq && request.CallId.SequenceEqual(binding.CallId))
                return true;
        }

        return false;
    }

    private TimeSpan Asked(in NameAddress contact, bool hasExpires, uint expires)
    {
        if (contact.TryParameter("expires"u8, out var own) && SipText.TryNumber(own, uint.MaxValue, out var seconds))
            return TimeSpan.FromSeconds(seconds);

        return hasExpires ? TimeSpan.FromSeconds(expires) : options.Longest;
    }

    private void Answer(in SipReply reply, SipAccount account)
    {
        Succeeded++;
        var writer = reply.Begin(200, "OK");
        if (_registrations.TryGetValue(account.Number, out var registration))
        {
            foreach (var binding in registration.Bindings)
            {
                writer.Begin(SipHeader.Contact).Raw("<"u8).Text(binding.Contact).Raw(">;expires="u8)
                    .Number((long)Math.Ceiling((binding.ExpiresAt - reply.Now).TotalSeconds)).End();
            }
        }

        reply.SendAndKeep();
    }

    private void RemoveAll(Registration? registration)
    {
        while (registration is { Bindings.Count: > 0 })
            Remove(registration, registration.Bindings[^1]);
    }

    private void Remove(Registration registration, Binding binding)
    {
        registration.Bindings.Remove(binding);
        if (registration.Bindings.Exists(other => other.Flow == binding.Flow) || !_onFlow.TryGetValue(binding.Flow, out var numbers))
            return;

        numbers.Remove(registration.Account.Number);
        if (numbers.Count == 0)
            _onFlow.Remove(binding.Flow);
    }

    // One entry that counts for each account; a binding that is renewed leaves it where it is, and it comes up for nothing.
    private void Queue(Registration registration)
    {
        var expiry = registration.NextExpiry;
        if (expiry >= registration.QueuedFor)
            return;

        registration.QueuedFor = expiry;
        _expiries.Enqueue(registration.Account.Number, expiry.Ticks);
    }

    private void Settle(Registration registration)
    {
        if (registration.Bindings.Count == 0 && _registrations.Remove(registration.Account.Number))
            output.Changed(registration.Account, isRegistered: false);
    }

    // Asking costs nothing and leaves nothing behind; only proofs do (RFC 3261 §26.3.2.4).
    private void Challenge(in SipReply reply, DigestAlgorithms algorithms, bool stale)
    {
        Challenged++;
        _digests.WriteChallenges(reply.Begin(401, "Unauthorized"), SipHeader.WwwAuthenticate, algorithms, stale, reply.Now);
        reply.Send();
    }

    private void RefuseContact(in SipReply reply, SipAccount account)
    {
        output.Failed(account, RegistrationFailure.BadContact, reply.Flow);
        Refuse(reply, 400, "Bad Contact");
    }

    private void RefuseLocked(in SipReply reply, TimeSpan wait)
    {
        Refused++;
        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        reply.Begin(403, "Locked After Wrong Passwords").Header(SipHeader.RetryAfter, seconds)
            .Begin(SipHeader.Warning).Raw("399 "u8).Text(options.Realm).Raw(" \"Too many wrong passwords: try again in "u8).Number(seconds).Raw(" seconds\""u8).End();
        reply.SendAndKeep();
    }

    private void Refuse(in SipReply reply, int status, string phrase)
    {
        Refused++;
        reply.Refuse(status, phrase);
    }
}
