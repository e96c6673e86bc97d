using Protocols.Sip.Calls;
using SignalingHost.Sip;

namespace SignalingHost.Tests.Sip;

/// <summary>An account is in a call as long as any of its calls stands, whichever of them ends first.</summary>
public sealed class AccountCallsTests
{
    private static readonly SipCallId First = new(1);
    private static readonly SipCallId Second = new(2);

    [TestCase(1, 2)]
    [TestCase(2, 1)]
    public void The_account_is_in_a_call_until_the_last_has_ended(long earlier, long later)
    {
        var calls = new AccountCalls();
        calls.Enter("a", First);
        calls.Enter("a", Second);
        Assert.That((calls.TryEnd(new(earlier), out _), calls.IsInCall("a")), Is.EqualTo((true, true)));
        Assert.That((calls.TryEnd(new(later), out _), calls.IsInCall("a")), Is.EqualTo((true, false)));
        Assert.That(calls.TryEnd(new(later), out _), Is.False, "it has ended once");
    }

    [Test]
    public void A_call_that_takes_anothers_place_and_fails_leaves_that_one_standing()
    {
        var calls = new AccountCalls();
        calls.Enter("a", First);
        Assert.That((calls.IsInAnotherThan(First, "a"), calls.IsInAnotherThan(null, "a"), calls.IsInAnotherThan(null, "b")), Is.EqualTo((false, true, false)));
        calls.Enter("a", Second);
        Assert.That(calls.IsInAnotherThan(First, "a"), Is.True, "one at a time takes its place");
        calls.TryEnd(Second, out _);
        Assert.That((calls.IsInCall("a"), calls.IsInAnotherThan(null, "a")), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_refused_call_is_the_accounts_and_it_is_not_in_it()
    {
        var calls = new AccountCalls();
        calls.EnterRefused("a", First);
        Assert.That(calls.IsInCall("a"), Is.False);
        Assert.That((calls.TryEnd(First, out var account), account), Is.EqualTo((true, "a")));
    }
}
