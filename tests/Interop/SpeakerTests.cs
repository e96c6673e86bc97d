using Interop.Calls;
using Interop.Hosting;

namespace Interop;

/// <summary>A viewer who names nobody is shown whoever speaks.</summary>
[Category("Browser")]
public sealed class SpeakerTests
{
    private Surroundings _place = null!;

    [OneTimeSetUp]
    public async Task Meet() => _place = await SharedSurroundings.GetAsync();

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task Sound_and_picture_follow_the_one_who_speaks()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var carol = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();
        var small = new Publication { Width = 320, Height = 180, Bitrate = 300_000, Silent = true };
        await alice.PublishAsync(room, "alice", small with { Color = Paint.Grass, Tone = 700 });
        await carol.PublishAsync(room, "carol", small with { Color = Paint.Amber, Tone = 1900 });
        await bob.PlayAsync(room);

        for (var turn = 0; turn < 2; turn++)
        {
            await carol.SpeakAsync(loud: false);
            await alice.SpeakAsync(loud: true);
            var picture = await bob.WatchForAsync(color: Paint.Grass);
            var sound = await bob.HearForAsync(700);
            TestContext.Out.WriteLine($"alice seen after {picture:0} ms, heard {sound:0} ms later");

            await alice.SpeakAsync(loud: false);
            await carol.SpeakAsync(loud: true);
            picture = await bob.WatchForAsync(color: Paint.Amber);
            sound = await bob.HearForAsync(1900);
            TestContext.Out.WriteLine($"carol seen after {picture:0} ms, heard {sound:0} ms later");
        }

        var seen = await bob.WatchAsync(2, carol);
        Assert.That(seen.Frames, Has.All.Matches<SeenFrame?>(Paint.Amber.IsNear), "the picture stays while she speaks");
        Assert.That(seen.DeliveredShare, Is.GreaterThan(0.8), seen.ToString());
    }
}
