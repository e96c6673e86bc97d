using Interop.Calls;
using Interop.Hosting;

namespace Interop;

/// <summary>One publisher sends three sizes; viewers get the one they show.</summary>
[Category("Browser")]
public sealed class SimulcastTests
{
    private static readonly SentLayer[] ThreeSizes = [new("q", 4, 100_000), new("h", 2, 200_000), new("f", 1, 900_000)];

    private Surroundings _place = null!;

    [OneTimeSetUp]
    public async Task Meet() => _place = await SharedSurroundings.GetAsync();

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task A_viewer_gets_the_size_he_shows_and_what_nobody_watches_is_not_sent()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();
        await alice.PublishAsync(room, "alice", new Publication { Width = 960, Height = 540, Rate = 24, Layers = ThreeSizes, Color = Paint.Sky });
        var joined = await bob.PlayAsync(room, "alice", new Playback { Query = "?height=135" });
        await bob.WatchForAsync(height: 135);

        var stopped = await SecondsUntilOnlyAsync(alice, "q");
        var small = await bob.WatchAsync(2, alice);
        await bob.ResizeAsync(540);
        var better = await bob.WatchForAsync(height: 270);

        // The sender finds its bandwidth again at its own pace: 8 % a second in this browser.
        var up = better + await bob.WatchForAsync(height: 540, patience: 30);
        await bob.WatchAsync(1);
        var large = await bob.WatchAsync(2, alice);
        await bob.ResizeAsync(270);
        var down = await bob.WatchForAsync(height: 270);
        await bob.ResizeAsync(0);
        await bob.WatchAsync(0.5);
        var nothing = await bob.WatchAsync(1);
        TestContext.Out.WriteLine(
            $"first picture after {joined.FirstPictureAfter:0} ms; others stopped after {stopped:0.0} s; middle after {better:0} ms, large after {up:0} ms, down again after {down:0} ms; small: {small}; large: {large}");

        Assert.That(small.Frames, Has.All.Matches<SeenFrame?>(frame => frame!.Height == 135 && Paint.Sky.IsNear(frame)));
        Assert.That(small.DeliveredShare, Is.GreaterThan(0.8), small.ToString());
        Assert.That(large.Frames.Count(frame => frame.Height == 540), Is.GreaterThan(large.Frames.Length * 0.9), large.ToString());
        Assert.That(large.DeliveredShare, Is.GreaterThan(0.8), large.ToString());
        Assert.That(nothing.Frames, Is.Empty);
    }

    /// <summary>Until a second passes in which no other layer sends anything.</summary>
    private static async Task<double> SecondsUntilOnlyAsync(CallPage publisher, string rid)
    {
        var begin = Environment.TickCount64;
        while (true)
        {
            var before = await SentAsync(publisher);
            await publisher.WatchAsync(1);
            var after = await SentAsync(publisher);
            var moving = after.Where(layer => layer.Value > before[layer.Key]).Select(layer => layer.Key).ToList();
            var seconds = (Environment.TickCount64 - begin) / 1000.0;
            if (moving.SequenceEqual([rid]))
                return seconds - 1;

            Assert.That(seconds, Is.LessThan(20), $"still sent: {string.Join(", ", moving)}");
        }
    }

    private static async Task<Dictionary<string, double>> SentAsync(CallPage publisher) => (await publisher.StatisticsAsync())
        .Outbound("video").ToDictionary(layer => Statistics.Text(layer, "rid"), layer => Statistics.Number(layer, "bytesSent"));
}
