using Interop.Calls;
using Interop.Hosting;

namespace Interop;

/// <summary>Server and browser in a network of their own, which loses packets or lets none through.</summary>
[Category("Browser")]
public sealed class BadNetworkTests
{
    private Surroundings _place = null!;

    [OneTimeSetUp]
    public async Task Meet() => _place = await Surroundings.CreateAsync(isPrivate: true);

    [OneTimeTearDown]
    public async Task End() => await _place.DisposeAsync();

    [TearDown]
    public async Task Part()
    {
        await _place.ClosePagesAsync();
        await _place.Network!.LoseUdpAsync(0);
    }

    // A link that loses packets whatever is sent: three of ten, and the picture still moves.
    [TestCase(5, 0.7, 20, 2.0)]
    [TestCase(30, 0.1, 3, 9.0, Category = "OnDemand")]
    public async Task The_picture_goes_on_though_packets_are_lost(int percent, double least, double pace, double longest)
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();
        await alice.PublishAsync(room, "alice", new Publication { Color = Paint.Sky, Bitrate = 500_000 });
        await bob.PlayAsync(room, "alice");
        await bob.WatchForAsync(height: 360);

        await _place.Network!.LoseUdpAsync(percent);
        await bob.WatchAsync(2);
        var seen = await bob.WatchAsync(7, alice);
        TestContext.Out.WriteLine($"{percent} % lost each way: {seen}");
        string[] sent = ["frameWidth", "frameHeight", "framesEncoded", "keyFramesEncoded", "framesPerSecond", "targetBitrate", "nackCount", "pliCount", "retransmittedPacketsSent", "packetsSent"];
        string[] received = ["packetsReceived", "packetsLost", "framesDecoded", "keyFramesDecoded", "framesDropped", "nackCount", "pliCount", "freezeCount", "retransmittedPacketsReceived", "framesReceived"];
        TestContext.Out.WriteLine((await alice.StatisticsAsync()).Outbound("video").Select(one => Statistics.Values(one, sent)).Aggregate("sent", (a, b) => $"{a} {b}"));
        TestContext.Out.WriteLine("received " + Statistics.Values((await bob.StatisticsAsync()).Inbound("video"), received));

        Assert.That(Statistics.Text((await alice.StatisticsAsync()).SelectedCandidates().Local, "protocol"), Is.EqualTo("udp"));
        Assert.That(Statistics.Text((await bob.StatisticsAsync()).SelectedCandidates().Local, "protocol"), Is.EqualTo("udp"));
        Assert.That(seen.DeliveredShare, Is.GreaterThan(least), seen.ToString());
        Assert.That(seen.Pace, Is.GreaterThan(pace), seen.ToString());
        Assert.That(seen.LongestStandstill, Is.LessThan(longest), seen.ToString());
        Assert.That(seen.IsInOrder, "pictures came in order");
        await bob.HearForAsync(1000);
    }

    [Test]
    public async Task Where_udp_is_closed_media_goes_over_tcp()
    {
        await _place.Network!.LoseUdpAsync(100);
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();

        var published = await alice.PublishAsync(room, "alice", new Publication { Color = Paint.Amber, OverUdp = false });
        var joined = await bob.PlayAsync(room, "alice", new Playback { OverUdp = false });
        await bob.WatchForAsync(height: 360);
        var seen = await bob.WatchAsync(3, alice);
        await bob.HearForAsync(1000);
        TestContext.Out.WriteLine($"connected after {published.ConnectedAfter:0} ms, first picture after {joined.FirstPictureAfter:0} ms; {seen}");

        foreach (var page in new[] { alice, bob })
        {
            var (local, remote) = (await page.StatisticsAsync()).SelectedCandidates();
            Assert.That(Statistics.Text(local, "protocol"), Is.EqualTo("tcp"));
            Assert.That(Statistics.Text(local, "tcpType"), Is.EqualTo("active"));
            Assert.That(Statistics.Text(remote, "protocol"), Is.EqualTo("tcp"));
        }

        Assert.That(seen.DeliveredShare, Is.GreaterThan(0.8), seen.ToString());
        Assert.That(seen.Frames, Has.All.Matches<SeenFrame?>(Paint.Amber.IsNear));
    }
}
