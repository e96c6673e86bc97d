using Protocols.Loss;

namespace Protocols.Tests.Loss;

public sealed class RetransmissionPolicyTests
{
    private static readonly RetransmissionRequest Request = new()
    {
        Bytes = 1_000,
        RoundTrip = TimeSpan.FromMilliseconds(60),
        Available = Bitrate.Megabits(1),
        TimesSent = 1,
        Loss = 0.5,
    };

    [TestCase(59, 0)]
    [TestCase(60, 1)]
    public void A_packet_goes_again_no_sooner_than_one_round_trip_after_the_last_time(int ms, int copies)
    {
        var decision = new OneCopyPolicy(OneCopyOptions.Default).Decide(Request, Ms(ms));

        Assert.That(decision.Copies, Is.EqualTo(copies));
        Assert.That(decision.Refusal, Is.EqualTo(copies == 1 ? DropReason.None : DropReason.RetransmissionLimited));
    }

    [Test]
    public void All_of_them_keep_within_their_share_of_the_path()
    {
        var policy = new OneCopyPolicy(OneCopyOptions.Default);
        var sent = 0;
        for (var ms = 100; ms < 10_100; ms++)
            sent += policy.Decide(Request, Ms(ms)).Copies;

        // Half of 1 Mbit/s is 62.5 packets of 1 000 bytes per second, and 31 were saved up at the start.
        Assert.That(sent, Is.InRange(650, 657));
    }

    [Test]
    public void After_a_quiet_time_a_burst_goes_through()
    {
        var policy = new OneCopyPolicy(OneCopyOptions.Default);
        for (var i = 0; i < 100; i++)
            policy.Decide(Request, Ms(100));

        Assert.That(Enumerable.Range(0, 100).Sum(_ => policy.Decide(Request, Ms(5_000)).Copies), Is.EqualTo(31));
    }

    // The user of a policy knows the interface alone; this is that user.
    [TestCase(typeof(OneCopyPolicy), 4)]
    [TestCase(typeof(EnoughCopies), 8)]
    public void Another_policy_can_stand_in_its_place(Type kind, int copies)
    {
        IRetransmissionPolicy policy = kind == typeof(OneCopyPolicy) ? new OneCopyPolicy(OneCopyOptions.Default) : new EnoughCopies();
        var sent = 0;
        for (var packet = 0; packet < 4; packet++)
        {
            var decision = policy.Decide(Request with { LastSent = Ms(packet) }, Ms(packet + 60));
            sent += decision.Copies;
        }

        Assert.That(sent, Is.EqualTo(copies));
    }

    private static Instant Ms(int ms) => Instant.Zero + TimeSpan.FromMilliseconds(ms);

    /// <summary>So many copies that one in four or fewer rounds is lost whole.</summary>
    private sealed class EnoughCopies : IRetransmissionPolicy
    {
        public RetransmissionDecision Decide(in RetransmissionRequest request, Instant now) => RetransmissionDecision.Send(
            (int)Math.Ceiling(Math.Log(0.25) / Math.Log(request.Loss)), TimeSpan.FromMilliseconds(4));
    }
}
