using Interop.Calls;
using Interop.Hosting;

namespace Interop;

/// <summary>One page publishes, another plays: every codec that the browser can send.</summary>
[Category("Browser")]
public sealed class CodecTests
{
    private Surroundings _place = null!;

    [OneTimeSetUp]
    public async Task Meet() => _place = await SharedSurroundings.GetAsync();

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [TestCase("VP8", null, false)]
    [TestCase("H264", null, false)]
    [TestCase("VP9", "L3T3_KEY", false)]
    [TestCase("AV1", "L3T3", true)]
    public async Task What_is_published_is_seen_and_heard(string codec, string? scalability, bool dependencyDescriptor)
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();

        await alice.PublishAsync(room, "alice", new Publication
        {
            Codec = codec,
            Scalability = scalability,
            DependencyDescriptor = dependencyDescriptor,
            Color = Paint.Amber,
            Tone = 1234,
        });
        var joined = await bob.PlayAsync(room, "alice", new Playback { DependencyDescriptor = dependencyDescriptor });
        await bob.WatchForAsync(height: 360);
        var seen = await bob.WatchAsync(2);
        await bob.HearForAsync(1234);
        TestContext.Out.WriteLine($"{codec}: first picture after {joined.FirstPictureAfter:0} ms; {seen}");

        Assert.That(seen.ReadableShare, Is.GreaterThan(0.95), "numbers could be read");
        Assert.That(seen.Frames, Has.All.Matches<SeenFrame?>(Paint.Amber.IsNear), seen.ToString());
        Assert.That(seen.IsInOrder, "pictures came in order");
        Assert.That(seen.SeenShare, Is.GreaterThan(0.8), seen.ToString());
        Assert.That(seen.Pace, Is.GreaterThan(24), seen.ToString());
        await AssertStatisticsAsync(alice, bob, $"video/{codec}");
    }

    [Test]
    public async Task Who_has_no_H264_sees_it_in_VP8_beside_those_who_get_it_as_it_is()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();
        var carol = await _place.OpenPageAsync();
        await alice.PublishAsync(room, "alice", new Publication { Codec = "H264", Color = Paint.Sky, Tone = 1234 });
        await bob.PlayAsync(room, "alice");
        var joined = await carol.PlayAsync(room, "alice", new Playback { Codec = "VP8" });
        await carol.WatchForAsync(height: 360);
        var seen = await carol.WatchAsync(2);
        TestContext.Out.WriteLine($"first picture after {joined.FirstPictureAfter:0} ms; {seen}");

        Assert.That(seen.Frames, Has.All.Matches<SeenFrame?>(Paint.Sky.IsNear), seen.ToString());
        Assert.That(seen.IsInOrder, "pictures came in order");
        Assert.That(seen.Pace, Is.GreaterThan(8), seen.ToString());
        var (untouched, made) = (await bob.StatisticsAsync(), await carol.StatisticsAsync());
        Assert.That((untouched.CodecOf(untouched.Inbound("video")), made.CodecOf(made.Inbound("video"))), Is.EqualTo(("video/H264", "video/VP8")));
    }

    private static async Task AssertStatisticsAsync(CallPage alice, CallPage bob, string codec)
    {
        var sent = await alice.StatisticsAsync();
        var received = await bob.StatisticsAsync();
        Assert.That(sent.CodecOf(sent.Outbound("video").First()), Is.EqualTo(codec));
        Assert.That(received.CodecOf(received.Inbound("video")), Is.EqualTo(codec));
        Assert.That(sent.CodecOf(sent.Outbound("audio").Single()), Is.EqualTo("audio/opus"));
        Assert.That(received.CodecOf(received.Inbound("audio")), Is.EqualTo("audio/opus"));
        foreach (var side in new[] { sent, received })
        {
            Assert.That(Statistics.Text(side.Transport, "srtpCipher"), Is.EqualTo("SRTP_AEAD_AES_128_GCM"));
            Assert.That(Statistics.Text(side.Transport, "dtlsRole"), Is.EqualTo("client"), "the server is the DTLS server");
            Assert.That(Statistics.Text(side.Transport, "tlsVersion"), Is.EqualTo("FEFD"), "DTLS 1.2");
            var (local, remote) = side.SelectedCandidates();
            Assert.That(Statistics.Text(local, "protocol"), Is.EqualTo("udp"));
            Assert.That(Statistics.Text(remote, "protocol"), Is.EqualTo("udp"));
            Assert.That(Statistics.Text(remote, "candidateType"), Is.EqualTo("host"));
        }
    }
}
