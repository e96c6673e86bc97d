using System.Net;
using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;
using Protocols.Sip.Trunks;

namespace Protocols.Tests.Sip.Trunks;

/// <summary>Which trunk a call comes from, whom it is for and from whom, and who is a stranger.</summary>
public sealed class TrunkDoorTests
{
    private const string Own = "+8657128736000";

    [TestCase("192.0.2.101:5060", SipTransport.Udp, "a")]
    [TestCase("192.0.2.101:5061", SipTransport.Udp, null)]
    [TestCase("192.0.2.101:40000", SipTransport.Tcp, null)]
    [TestCase("192.0.2.102:40000", SipTransport.Tcp, "b")]
    [TestCase("198.51.100.77:9", SipTransport.Udp, "a")]
    [TestCase("[2001:db8::7]:9", SipTransport.Tcp, "a")]
    [TestCase("203.0.113.1:5060", SipTransport.Udp, null)]
    public void The_address_tells_the_trunk(string from, SipTransport transport, string? trunk)
    {
        var world = new TrunkWorld(
            TrunkWorld.Trunk("a", "192.0.2.101") with { Sources = [IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("2001:db8::/32")] },
            TrunkWorld.Trunk("b", "192.0.2.102;transport=tcp"));
        world.Invite(from, transport: transport);

        Assert.That(Came(world).Trunk, Is.EqualTo(trunk));
    }

    [Test]
    public void Two_trunks_at_one_address_are_told_apart_by_what_is_called()
    {
        var world = new TrunkWorld(
            TrunkWorld.Trunk("a", "192.0.2.101") with { Numbers = ["4001"] },
            TrunkWorld.Trunk("b", "192.0.2.101") with { Numbers = ["4002"] },
            TrunkWorld.Trunk("c", "192.0.2.101") with { User = "acme" });
        foreach (var (number, trunk) in new[] { ("4001", "a"), ("4002", "b"), ("acme", "c"), ("4009", "a") })
        {
            world.Invite("192.0.2.101:5060", number);
            Assert.That(world.Events.OfType<SipEvent.Invited>().Last().Invitation.Trunk, Is.EqualTo(trunk));
        }
    }

    [Test]
    public void Strangers_are_refused_and_counted_where_guests_are_not_let_in()
    {
        var world = new TrunkWorld(letsGuestsIn: false, TrunkWorld.Trunk("a", "192.0.2.101"));

        Assert.That(world.Invite("203.0.113.1:5060"), Does.StartWith("SIP/2.0 403 "));
        Assert.That(world.Trunks.Counters.StrangersRefused, Is.EqualTo(1));
        Assert.That(world.Events, Is.Empty);

        world.Invite("192.0.2.101:5060");
        Assert.That(Came(world).Trunk, Is.EqualTo("a"));
    }

    [TestCase("exchange", "secret", "a")]
    [TestCase("exchange", "guess", null)]
    [TestCase("other", "secret", null)]
    public void An_exchange_whose_address_changes_proves_itself(string user, string password, string? trunk)
    {
        var world = new TrunkWorld(Exchange);
        var answer = world.InviteProving("203.0.113.1:5060", user, password, fromUser: "exchange");

        Assert.That(world.Events.OfType<SipEvent.Invited>().LastOrDefault()?.Invitation.Trunk, Is.EqualTo(trunk));
        Assert.That(answer, trunk is null ? Does.StartWith("SIP/2.0 40") : Is.Empty);
    }

    [Test]
    public void An_exchange_that_says_only_who_calls_is_asked_when_it_calls_a_number_of_its_trunk()
    {
        var world = new TrunkWorld(Exchange with { Numbers = [Own] });
        world.InviteProving("203.0.113.1:5060", "exchange", "secret", fromUser: "+8613800138000");

        Assert.That(Came(world).Trunk, Is.EqualTo("a"));
    }

    [Test]
    public void Guessing_an_exchange_password_is_stopped()
    {
        var world = new TrunkWorld(Exchange);
        for (var i = 0; i < 3; i++)
            world.InviteProving("203.0.113.1:5060", "exchange", "guess", fromUser: "exchange");

        Assert.That(world.InviteProving("203.0.113.1:5060", "exchange", "secret", fromUser: "exchange"), Does.Contain("Locked"));
        Assert.That(world.Trunks.Counters.WrongPasswords, Is.EqualTo(3));
    }

    [Test]
    public void A_full_trunk_is_told_so_and_has_room_again_when_a_call_ends()
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", "192.0.2.101") with { MostCalls = 1 });
        world.Invite("192.0.2.101:5060");
        Assert.That(world.Invite("192.0.2.101:5060"), Does.StartWith("SIP/2.0 503 "));

        world.User.Handle(new SipCommand.Refuse(world.Events.OfType<SipEvent.Invited>().Single().Call, 404), world.Now);
        world.Run(40);
        world.Invite("192.0.2.101:5060");
        Assert.That(world.Events.OfType<SipEvent.Invited>().Count(), Is.EqualTo(2));
        Assert.That((world.Trunks.Counters.CallsIn, world.Trunks.Counters.Full), Is.EqualTo((2, 1)));
    }

    [TestCase("057128736000", "13800138000", "", "+8657128736000", "+8613800138000", false)]
    [TestCase("057128736000", "anonymous", "", "+8657128736000", "", true)]
    [TestCase("057128736000", "anonymous", "P-Asserted-Identity: \"A\" <sip:13800138000@op>\r\nPrivacy: id;critical\r\n", "+8657128736000", "+8613800138000", true)]
    [TestCase("057128736000", "1", "P-Asserted-Identity: <sip:op.example.net>, <tel:13800138000>\r\n", "+8657128736000", "+8613800138000", false)]
    [TestCase("4001", "10086", "", "4001", "10086", false)]
    [TestCase("4001;npdi;rn=1", "+8613800138000;cpc=ordinary", "", "4001", "+8613800138000", false)]
    [TestCase("acme", "13800138000", "", "+8657128736000", "+8613800138000", false)]
    [TestCase("%00%0d%0a", "%22%3e", "", "", "", false)]
    [TestCase("4001", "alice", "P-Asserted-Identity: <<<>,\r\n", "4001", "", false)]
    public void Numbers_of_calls_from_a_trunk_are_written_as_ours(string number, string from, string headers, string dialled, string caller, bool isHidden)
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", "192.0.2.101") with
        {
            User = "acme",
            Registers = true,
            NumbersIn = new([Rule("05... -> +865..."), Rule("... -> ...")]),
            CallersIn = new([Rule("1xxxxxxxxxx -> +861...")]),
        });
        world.Invite("192.0.2.101:5060", number, from, headers);
        var arrival = TrunkArrival.Of(world.Trunks.All[0], Came(world));

        Assert.That((arrival.Dialled, arrival.Caller, arrival.IsHidden), Is.EqualTo((dialled, caller, isHidden)));
    }

    private static SipTrunk Exchange => TrunkWorld.Trunk("a", "192.0.2.101") with { IncomingUser = "exchange", IncomingPassword = new("secret") };

    private static NumberRule Rule(string text) => NumberRule.TryParse(text, out var rule) ? rule! : throw new ArgumentException(text);

    private static SipInvitation Came(TrunkWorld world) => world.Events.OfType<SipEvent.Invited>().Last().Invitation;
}
