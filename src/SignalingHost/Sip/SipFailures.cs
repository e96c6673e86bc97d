using System.Collections.Concurrent;
using System.Globalization;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;
using SignalingHost.Storage;

namespace SignalingHost.Sip;

/// <summary>
/// Writes down why an account's terminal failed last, for its administrator. Not more often than every few seconds for each account:
/// somebody who guesses must not keep the store busy.
/// </summary>
internal sealed class SipFailures(Store store, TimeProvider clock, ILogger<SipFailures> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (RegistrationFailure Failure, DateTimeOffset At)> _written = new(StringComparer.Ordinal);

    public void Note(SipOwner owner, RegistrationFailure failure, SipFlow flow)
    {
        var now = clock.GetUtcNow();
        if (_written.TryGetValue(owner.Account.Value, out var last) && last.Failure == failure && now - last.At < Pause)
            return;

        if (_written.Count >= MaxRemembered)
            _written.Clear();
        _written[owner.Account.Value] = (failure, now);
        _ = SaveAsync(owner, new SipFailure(owner.Account, now, Sentence(failure, flow)));
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
