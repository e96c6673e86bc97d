using Protocols.Sip.Calls;
using Protocols.Sip.Trunks;

namespace Protocols.Tests.Sip.Trunks;

/// <summary>A call goes by the best trunk, on to the next where the trunk is at fault, and no further where the callee is.</summary>
public sealed class TrunkDiallingTests
{
    private const string A = "192.0.2.101";
    private const string B = "192.0.2.102";

    [TestCase("503")]
    [TestCase("500")]
    [TestCase("502")]
    [TestCase("504")]
    [TestCase("408")]
    [TestCase("488")]
    [TestCase("401")]
    [TestCase("")]
    public void Where_the_trunk_is_at_fault_the_next_one_is_tried(string answer)
    {
        var world = Two();
        world.Operator = (server, text) => server == A ? answer : Answers(text);

        Assert.That(world.Call("+8613800138000"), Is.EqualTo(new[] { A, B }));
        Assert.That(world.Events.OfType<SipEvent.Answered>().Count(), Is.EqualTo(1));
        Assert.That(world.Trunks.Counters.Failovers, Is.EqualTo(1));
    }

    [TestCase("488")]
    [TestCase("606")]
    public void A_trunk_that_takes_the_smaller_offer_has_not_failed(string answer)
    {
        var world = Two();
        var invitations = 0;
        world.Operator = (_, text) => text.StartsWith("INVITE", StringComparison.Ordinal) && invitations++ == 0 ? answer : Answers(text);
        var dialling = world.Trunks.Plan(TrunkWorld.Number("10086"), CallerIdentity.None);
        world.TryDial(dialling, out _, out _);
        world.Run(1);

        Assert.That(dialling.TryAgain(new(1_001), out var again), Is.True);
        world.User.Handle(new SipCommand.Dial(new(1_001), again!.With("v=0\r\n")), world.Now);
        world.Run(1);
        Assert.That(world.Events.OfType<SipEvent.Answered>().Count(), Is.EqualTo(1));
        Assert.That((world.Trunks.Counters.CallsOut, world.Trunks.Counters.Failovers), Is.EqualTo((2, 0)));
    }

    [TestCase("486")]
    [TestCase("603")]
    [TestCase("404")]
    [TestCase("480")]
    [TestCase("484")]
    [TestCase("403")]
    public void Where_the_callee_is_not_to_be_had_no_other_trunk_helps(string answer)
    {
        var world = Two();
        world.Operator = (_, _) => answer;

        Assert.That(world.Call("+8613800138000"), Is.EqualTo(new[] { A }));
        Assert.That(world.Events.OfType<SipEvent.Ended>().Single().Status, Is.EqualTo(int.Parse(answer)));
    }

    [Test]
    public void What_has_rung_is_not_rung_again_by_another_trunk()
    {
        var world = Two();
        world.Operator = (_, text) => text.StartsWith("INVITE", StringComparison.Ordinal) ? "180" : "";
        var dialling = world.Trunks.Plan(TrunkWorld.Number("10086"), CallerIdentity.None);
        world.TryDial(dialling, out _, out _);
        world.Run(200);

        var ended = world.Events.OfType<SipEvent.Ended>().Single();
        Assert.That((ended.Reason, dialling.GoesOn(ended)), Is.EqualTo((SipEndReason.NoAnswer, false)));
    }

    [Test]
    public void Silence_is_put_up_with_for_four_seconds()
    {
        var world = Two();
        world.Operator = (server, text) => server == A ? "" : Answers(text);
        var dialling = world.Trunks.Plan(TrunkWorld.Number("10086"), CallerIdentity.None);
        world.TryDial(dialling, out _, out _);
        world.Run(3.9);
        Assert.That(world.Events, Is.Empty);

        world.Run(0.2);
        Assert.That(dialling.GoesOn((SipEvent.Ended)world.Events[0]), Is.True);
        Assert.That(world.Told, Is.EqualTo(new[] { $"{A} Down" }));
    }

    [Test]
    public void Who_is_down_is_passed_over_until_it_is_back()
    {
        var world = Two(probe: 30);
        world.Serve();
        world.Operator = (server, text) => server == A ? "" : Answers(text);
        world.Run(10);
        Assert.That(world.Call("10086"), Is.EqualTo(new[] { B }));

        world.Operator = (_, text) => Answers(text);
        world.Run(125);
        Assert.That(world.Call("10087"), Is.EqualTo(new[] { A }));
    }

    [Test]
    public void When_all_are_down_the_first_is_tried_all_the_same_and_only_it()
    {
        var world = Two();
        world.Operator = (_, _) => "503";
        Assert.That(world.Call("10086"), Is.EqualTo(new[] { A, B }));
        Assert.That(world.Call("10087", within: 1), Is.EqualTo(new[] { A }).Or.EqualTo(new[] { A, B }));
    }

    [Test]
    public void A_trunk_without_probes_is_tried_again_after_its_rest()
    {
        var world = Two();
        world.Operator = (server, text) => server == A ? "503" : Answers(text);
        world.Call("10086", within: 1);
        Assert.That(world.Call("10087", within: 1), Is.EqualTo(new[] { B }));

        world.Operator = (_, text) => Answers(text);
        world.Run(5);
        Assert.That(world.Call("10088"), Is.EqualTo(new[] { A }));
    }

    [Test]
    public void Equal_trunks_share_calls_by_weight()
    {
        var trunks = new[] { TrunkWorld.Trunk("a", A) with { Weight = 3 }, TrunkWorld.Trunk("b", B) with { Weight = 1 }, TrunkWorld.Trunk("c", "192.0.2.103") with { Weight = 0 } };
        var world = new TrunkWorld(trunks) { Operator = (_, _) => "486" };
        for (var i = 0; i < 400; i++)
            world.Call("10086", within: 0.1);

        Assert.That(world.Count($"{A} INVITE"), Is.InRange(270, 330));
        Assert.That(world.Count("192.0.2.103 INVITE"), Is.Zero, "a weight of nothing is for emergencies");
    }

    [Test]
    public void A_trunk_carries_as_many_calls_as_it_may_and_a_place_becomes_free_with_the_end_of_one()
    {
        var world = Two(most: 2);
        world.Operator = (_, text) => Answers(text);
        Assert.That(world.Call("1", within: 1).Concat(world.Call("2", within: 1)).Concat(world.Call("3", within: 1)), Is.EqualTo(new[] { A, A, B }));

        world.User.Handle(new SipCommand.HangUp(world.Events.OfType<SipEvent.Answered>().First().Call), world.Now);
        Assert.That(world.Call("4", within: 1), Is.EqualTo(new[] { A }));
        Assert.That(world.Trunks.CallsOf(world.Trunks.All[0]), Is.EqualTo(2));
    }

    [Test]
    public void A_trunk_that_must_know_where_we_are_is_not_used_before_it_does()
    {
        var a = TrunkWorld.Trunk("a", A) with { Registers = true, User = "u", ProbeEvery = TimeSpan.Zero };
        var world = new TrunkWorld(a, TrunkWorld.Trunk("b", B) with { Priority = 1, ProbeEvery = TimeSpan.Zero }) { Operator = (_, _) => "" };
        world.Serve();
        world.Run(0.1);
        world.Operator = (_, text) => Answers(text);
        Assert.That(world.Call("10086", within: 0.1), Is.EqualTo(new[] { B }));

        world.Run(60);
        Assert.That(world.Call("10087"), Is.EqualTo(new[] { A }));
    }

    [Test]
    public void Numbers_are_written_as_each_trunk_wants_them_and_forbidden_ones_go_nowhere()
    {
        var world = new TrunkWorld(
            TrunkWorld.Trunk("a", A) with { NumbersOut = Rules("+86900... -> no", "+86... -> 0...") },
            TrunkWorld.Trunk("b", B) with { Priority = 1, NumbersOut = Rules("+86900... -> no", "+... -> 00...") });
        world.Operator = (server, text) => server == A ? "503" : Answers(text);

        world.Call("+86 571 2873 6000");
        Assert.That(world.Texts.First(text => text.StartsWith("INVITE", StringComparison.Ordinal)), Does.StartWith("INVITE sip:057128736000@192.0.2.101:5060;user=phone "));
        Assert.That(world.Last("INVITE"), Does.StartWith("INVITE sip:008657128736000@192.0.2.102:5060;user=phone "));

        Assert.That(world.Trunks.Plan(TrunkWorld.Number("+86900123"), CallerIdentity.None).IsAllowed, Is.False);
        Assert.That(world.Trunks.Counters.NumbersForbidden, Is.EqualTo(1));
    }

    [TestCase(CallerNumber.Fixed, "sip:+8657128736000@op.example.net", "")]
    [TestCase(CallerNumber.Meeting, "sip:4001@op.example.net", "Budget")]
    [TestCase(CallerNumber.Participant, "sip:+8613900000000@op.example.net", "Ann")]
    public void The_caller_is_who_is_set_and_vouched_for(CallerNumber whose, string address, string name)
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", A) with { Domain = "op.example.net", Caller = whose });
        world.Call("10086", Somebody);

        var invite = world.Last("INVITE");
        Assert.That(invite, Does.Contain($"From: {(name.Length > 0 ? $"\"{name}\" " : "")}<{address}>;tag="));
        Assert.That(invite, Does.Contain($"P-Asserted-Identity: <{address}>\r\n").And.Not.Contain("Privacy:"));
    }

    [Test]
    public void Who_hides_is_anonymous_to_all_but_the_trunk()
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", A) with { HidesCaller = true, Caller = CallerNumber.Participant });
        world.Call("10086", Somebody);

        Assert.That(world.Last("INVITE"), Does.Contain("From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=")
            .And.Contain("P-Asserted-Identity: <sip:+8613900000000@192.0.2.101>\r\n").And.Contain("Privacy: id\r\n"));
    }

    [TestCase("")]
    [TestCase("ann")]
    [TestCase("1\r\nX-Evil: yes")]
    [TestCase("\" <sip:110@police>")]
    public void A_number_that_is_none_is_not_shown_as_one(string number)
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", A) with { Caller = CallerNumber.Participant, DisplayName = "Acme \"Ltd\"" });
        world.Call("10086", new() { ParticipantNumber = number, ParticipantName = "x\r\nX-Evil: yes" });

        Assert.That(world.Last("INVITE"), Does.Contain("From: \"Acme \\\"Ltd\\\"\" <sip:+8657128736000@192.0.2.101>").And.Not.Contain("Evil"));
    }

    [Test]
    public void A_trunk_that_asks_who_we_are_is_told()
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", A) with { User = "acme", AuthUser = "acme-7", Password = new("secret") });
        world.Operator = (_, text) => text.Contains("username=\"acme-7\"", StringComparison.Ordinal) ? Answers(text) : "407 Proxy-Authenticate: Digest realm=\"op\", nonce=\"1\", qop=\"auth\"";

        Assert.That(world.Call("10086"), Is.EqualTo(new[] { A }));
        Assert.That(world.Events.OfType<SipEvent.Answered>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Digits_behind_the_number_are_kept_for_later()
    {
        var world = Two();

        Assert.That(world.Trunks.Plan(TrunkWorld.Number("10086,,1#"), CallerIdentity.None).DigitsBehind, Is.EqualTo(",,1#"));
    }

    private static CallerIdentity Somebody => new() { MeetingNumber = "4001", MeetingName = "Budget", ParticipantNumber = "+86 139-0000-0000", ParticipantName = "Ann" };

    private static string Answers(string text) =>
        text.StartsWith("INVITE", StringComparison.Ordinal) || text.StartsWith("OPTIONS", StringComparison.Ordinal) || text.StartsWith("REGISTER", StringComparison.Ordinal)
        || text.StartsWith("BYE", StringComparison.Ordinal) ? "200" : "";

    private static NumberRules Rules(params string[] lines) =>
        new([.. lines.Select(line => NumberRule.TryParse(line, out var rule) ? rule! : throw new ArgumentException(line))]);

    private static TrunkWorld Two(int probe = 0, int most = 0) => new(
        TrunkWorld.Trunk("a", A) with { ProbeEvery = TimeSpan.FromSeconds(probe), MostCalls = most },
        TrunkWorld.Trunk("b", B) with { ProbeEvery = TimeSpan.FromSeconds(probe), Priority = 1 });
}
