using System.Collections.Concurrent;
using Meetings;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Sip;

/// <summary>
/// The accounts that terminals register with, as the store has them, kept for a few seconds. A name that is not at hand is looked up while
/// its request waits; when it is known, the request is shown again. Wrong passwords count with those of logins.
/// </summary>
internal sealed class SipAccounts(Store store, PasswordTries tries, TimeProvider clock) : ISipAccounts
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);
    private const int MaxKept = 100_000;
    private const int MaxWaiting = 1_000;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SipOwner> _owners = new(StringComparer.Ordinal);
    private int _waiting;

    /// <summary>Takes the message that is being read, and gives back what is to be told when its sender is known (true), or cannot be looked up.</summary>
    public Func<Action<bool>> Postpone { get; set; } = () => _ => { };

    public SipLookup Find(string user, out SipAccount? account)
    {
        account = null;
        if (user.Length is 0 or > 255)
            return SipLookup.Unknown;

        if (_kept.TryGetValue(user, out var kept) && clock.GetUtcNow() - kept.At < Freshness)
        {
            account = kept.Account;
            return account is null ? SipLookup.Unknown : SipLookup.Known;
        }

        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
            Interlocked.Decrement(ref _waiting);        // It will be sent again; by then there is room.
        else
            _ = LoadAsync(user, Postpone());
        return SipLookup.Later;
    }

    public SipOwner? OwnerOf(string number) => _owners.GetValueOrDefault(number);

    public TimeSpan LockedFor(string user, SipFlow flow) => tries.LockedFor(PasswordTries.AccountKey(user), SourceOf(flow));

    public void Wrong(string user, SipFlow flow) => tries.Failed(PasswordTries.AccountKey(user), SourceOf(flow));

    public void Right(string user, SipFlow flow) => tries.Succeeded(PasswordTries.AccountKey(user), SourceOf(flow), isHighest: true);

    private static string SourceOf(SipFlow flow) => flow.Remote.ToIPAddress().MapToIPv4OrSelf().ToString();

    private async Task LoadAsync(string user, Action<bool> settle)
    {
        // Not within the turn in which it is asked for: the request is shown again in one of its own.
        await Task.Yield();
        var isKnown = false;
        try
        {
            var found = await store.ReadAsync(session => MemberTable.FindSipAsync(session, user));
            if (_kept.Count >= MaxKept)
                _kept.Clear();
            _kept[user] = new(found?.Account, clock.GetUtcNow());
            if (found is { } known)
                _owners[known.Account.Number] = known.Owner;
            isKnown = true;
        }
        catch (Exception)
        {
            // The store has said so itself; the terminal asks again by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        settle(isKnown);
    }

    private sealed record Kept(SipAccount? Account, DateTimeOffset At);
}
