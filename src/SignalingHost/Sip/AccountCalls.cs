using System.Diagnostics.CodeAnalysis;
using Protocols.Sip.Calls;

namespace SignalingHost.Sip;

/// <summary>Which calls are whose. An account may be in several at a time: two meetings where that is allowed, or one call that another is about to replace.</summary>
internal sealed class AccountCalls
{
    private readonly Dictionary<string, List<SipCallId>> _standing = new(StringComparer.Ordinal);
    private readonly Dictionary<SipCallId, string> _accountOf = [];

    public bool IsInCall(string account) => _standing.ContainsKey(account);

    public bool IsInAnotherThan(SipCallId? replaced, string account) => _standing.TryGetValue(account, out var calls) && calls.Exists(call => call != replaced);

    public void Enter(string account, SipCallId call)
    {
        _accountOf[call] = account;
        if (!_standing.TryGetValue(account, out var calls))
            _standing.Add(account, calls = []);
        calls.Add(call);
    }

    /// <summary>The account's too, but it is not in it.</summary>
    public void EnterRefused(string account, SipCallId call) => _accountOf[call] = account;

    public bool TryEnd(SipCallId call, [NotNullWhen(true)] out string? account)
    {
        if (!_accountOf.Remove(call, out account))
            return false;

        if (_standing.TryGetValue(account, out var calls) && calls.Remove(call) && calls.Count == 0)
            _standing.Remove(account);
        return true;
    }
}
