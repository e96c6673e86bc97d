using System.Collections.Concurrent;
using System.Globalization;
using Protocols.Sip.Calls;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;
using SignalingHost.Storage;

namespace SignalingHost.Sip;

/// <summary>
/// Writes down why an account's terminal failed last, to register or in a call, for its administrator. Not more often than every few seconds for each account:
/// somebody who guesses must not keep the store busy.
/// </summary>
internal sealed class SipFailures(Store store, TimeProvider clock, ILogger<SipFailures> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (string Sentence, DateTimeOffset At)> _written = new(StringComparer.Ordinal);

    public void Note(SipOwner owner, RegistrationFailure failure, SipFlow flow) => Note(owner, Sentence(failure, flow));

    /// <summary>A call of the account's, or one to it, that came to nothing for a reason that somebody can mend.</summary>
    public void Note(SipOwner owner, SipEvent.Ended ended)
    {
        if (Sentence(ended) is { } sentence)
            Note(owner, sentence);
    }

    public void Note(SipOwner owner, string sentence)
    {
        var now = clock.GetUtcNow();
        if (_written.TryGetValue(owner.Account.Value, out var last) && last.Sentence == sentence && now - last.At < Pause)
            return;

        if (_written.Count >= MaxRemembered)
            _written.Clear();
        _written[owner.Account.Value] = (sentence, now);
        _ = SaveAsync(owner, new SipFailure(owner.Account, now, sentence));
    }

    private async Task SaveAsync(SipOwner owner, SipFailure failure)
    {
        try
        {
            await store.WriteAsync(session => SipFailureTable.SaveAsync(session, owner.Corporation, failure));
        }
        catch (Exception broken)
        {
            Log.SipFailureNotSaved(log, broken);
        }
    }

    // That nobody wants to talk, or has done so, is no failure.
    private static string? Sentence(SipEvent.Ended ended)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{ended.Status}: {ended.Phrase}");
        return ended switch
        {
            { Reason: SipEndReason.RefusedByUs, Status: >= 400 } => $"its call was refused, {what}",
            { Reason: SipEndReason.RefusedByPeer, Status: 480 or 486 or 487 or 600 or 603 } => null,
            { Reason: SipEndReason.RefusedByPeer, Status: >= 400 } => $"it refused a meeting's call, {what}",
            { Reason: SipEndReason.NoAnswer, Status: 408 } => "408: it is registered, but a meeting's call got no response at all; something on the way lets nothing through to it",
            { Reason: SipEndReason.NotAcknowledged } => "408: its call was answered, but it never acknowledged that; something on the way lets nothing through to it",
            { Reason: SipEndReason.SessionExpired } => "its call ended: it was to refresh the session and did not",
            { Reason: SipEndReason.PeerGone } => "its call ended: it did not answer any more",
            _ => null,
        };
    }

    private static string Sentence(RegistrationFailure failure, SipFlow flow)
    {
        var from = string.Create(CultureInfo.InvariantCulture, $"(from {flow.Remote.ToIPAddress().MapToIPv4OrSelf()} by {flow.Transport.ToString().ToUpperInvariant()})");
        return failure switch
        {
            RegistrationFailure.WrongPassword => $"403: the password is wrong, or the user name is neither the number nor the login {from}",
            RegistrationFailure.Locked => $"403: locked after too many wrong passwords; it opens by itself, and the right password is not looked at before {from}",
            RegistrationFailure.Stopped => $"403: the account is stopped {from}",
            RegistrationFailure.IntervalTooBrief => $"423: it wants to register for less than a minute {from}",
            _ => $"400: its Contact cannot be read {from}",
        };
    }
}
