using Protocols.Ice;
using static Protocols.Tests.Ice.LiteAgentFixture;

namespace Protocols.Tests.Ice;

public sealed class IceRestartTests
{
    private static readonly IceCredentials Fresh = IceCredentials.Create(new SeededBytes(7));

    [Test]
    public void Media_goes_on_over_the_old_route_until_the_new_one_is_nominated()
    {
        var ice = Connected();
        ice.Agent.Restart(Fresh, ice.Now);
        Assert.That((ice.Agent.State, ice.Agent.Selected, ice.Agent.Local), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi, Fresh)));

        Assert.That(ice.Receive(new IceCheck(Fresh), Cellular), Is.EqualTo(DropReason.None));
        Assert.That(ice.LastReplyIsSignedWith(Fresh.Password), Is.True);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));

        ice.Receive(new IceCheck(Fresh) { Nominates = true, Priority = 1 }, Cellular);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Cellular)));
    }

    [Test]
    public void Both_passwords_are_good_for_three_seconds_after_the_first_new_check()
    {
        var ice = Connected();
        ice.Agent.Restart(Fresh, ice.Now);
        ice.Receive(new IceCheck(Fresh) { Nominates = true }, Cellular);

        ice.Pass(2.9);
        Assert.That(ice.Receive(ice.Check, Wifi), Is.EqualTo(DropReason.None));
        Assert.That(ice.LastReplyIsSignedWith(ice.Credentials.Password), Is.True);
        Assert.That(ice.Agent.IsValidated(Wifi), Is.True);

        ice.Pass(0.2);
        Assert.That(ice.Receive(ice.Check, Wifi), Is.EqualTo(DropReason.UnknownUsername));
        Assert.That(ice.Agent.IsValidated(Wifi), Is.False);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Cellular)));
    }

    [Test]
    public void An_old_nomination_does_not_take_the_media_back()
    {
        var ice = Connected();
        ice.Agent.Restart(Fresh, ice.Now);
        ice.Receive(new IceCheck(Fresh) { Nominates = true, Priority = 1 }, Cellular);

        ice.Pass(2);
        ice.Receive(ice.Nomination, Wifi);

        Assert.That(ice.Agent.Selected, Is.EqualTo(Cellular));
    }

    [Test]
    public void A_route_that_is_checked_anew_outlives_the_old_password()
    {
        var ice = Connected();
        ice.Agent.Restart(Fresh, ice.Now);
        ice.Receive(new IceCheck(Fresh) { Nominates = true }, Wifi);
        ice.Receive(ice.Check, Wifi);

        ice.Pass(4);

        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));
    }

    [Test]
    public void A_restart_that_the_peer_never_takes_up_ends_the_session()
    {
        var ice = Connected();
        ice.Agent.Restart(Fresh, ice.Now);

        ice.Keep(Wifi, 19.9);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));

        ice.Pass(0.2);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Checking, (IceRoute?)null)));

        ice.Pass(10);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.Failed));
    }

    [Test]
    public void A_restart_leads_out_of_failure_and_only_the_new_password_counts()
    {
        var ice = Connected();
        ice.Pass(31);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.Failed));

        ice.Agent.Restart(Fresh, ice.Now);
        Assert.That(ice.Agent.State, Is.EqualTo(IceState.New));
        Assert.That(ice.Receive(ice.Nomination, Wifi), Is.EqualTo(DropReason.UnknownUsername));

        ice.Receive(new IceCheck(Fresh) { Nominates = true }, Wifi);
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));
    }

    [Test]
    public void A_second_restart_retires_the_password_before_the_last_one_in_use()
    {
        var ice = Connected();
        var fresher = IceCredentials.Create(new SeededBytes(8));
        ice.Agent.Restart(Fresh, ice.Now);
        ice.Receive(new IceCheck(Fresh), Wifi);
        ice.Agent.Restart(fresher, ice.Now);

        Assert.That(ice.Receive(ice.Check, Wifi), Is.EqualTo(DropReason.UnknownUsername));
        Assert.That(ice.Receive(new IceCheck(Fresh), Wifi), Is.EqualTo(DropReason.None));
        Assert.That(ice.Receive(new IceCheck(fresher), Wifi), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void A_second_restart_before_the_peer_took_up_the_first_leaves_the_password_it_still_uses()
    {
        var ice = Connected();
        var fresher = IceCredentials.Create(new SeededBytes(8));
        ice.Agent.Restart(Fresh, ice.Now);
        ice.Agent.Restart(fresher, ice.Now);

        Assert.That(ice.Receive(ice.Check, Wifi), Is.EqualTo(DropReason.None));
        Assert.That((ice.Agent.State, ice.Agent.Selected), Is.EqualTo((IceState.Connected, (IceRoute?)Wifi)));
        Assert.That(ice.Receive(new IceCheck(fresher), Wifi), Is.EqualTo(DropReason.None));
    }

    private static LiteAgentFixture Connected()
    {
        var ice = new LiteAgentFixture();
        ice.Receive(ice.Nomination, Wifi);
        return ice;
    }
}
