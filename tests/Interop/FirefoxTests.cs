using Interop.Browsers;
using Interop.Calls;
using Interop.Hosting;
using Interop.Meetings;

namespace Interop;

/// <summary>Firefox and Chromium in one room, both ways. Firefox has no H.264 where it may not download it, so the room speaks VP8.</summary>
[Category("Browser")]
[Parallelizable]
public sealed class FirefoxTests
{
    /// <summary>What its generated microphone sings.</summary>
    private const int FoxTone = 1_500;

    private Surroundings _place = null!;
    private Firefox _firefox = null!;

    [OneTimeSetUp]
    public async Task Meet()
    {
        // Firefox uses the address of its default route, and never pairs it with loopback: the server announces all it has.
        _place = await Surroundings.CreateAsync(isPrivate: false, ["--Media:AnnouncedAddresses=", .. Secretary.Settings]);
        _firefox = await Firefox.StartAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_firefox is not null)
            await _firefox.DisposeAsync();

        if (_place is not null)
            await _place.DisposeAsync();
    }

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task Chromium_sees_and_hears_what_firefox_publishes()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await FoxAsync();
        var bob = await _place.OpenPageAsync();

        await alice.PublishAsync(room, "alice", new Publication { Color = Paint.Sky, Microphone = true, Rate = 24 });
        var joined = await bob.PlayAsync(room, "alice");

        await AssertSeenAsync(bob, alice, joined, Paint.Sky);
        await bob.HearForAsync(1500);
        await AssertTransportAsync(alice);
    }

    [Test]
    public async Task Firefox_sees_and_hears_what_chromium_publishes()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await FoxAsync();

        await alice.PublishAsync(room, "alice", new Publication { Color = Paint.Grass, Tone = 900, Rate = 24 });
        var joined = await bob.PlayAsync(room, "alice");

        await AssertSeenAsync(bob, alice, joined, Paint.Grass);

        // Without a sound card its AudioContext never runs, so the tone is known by its energy: a full sine has half of its square.
        var before = Energy(await bob.StatisticsAsync());
        await bob.WatchAsync(1);
        Assert.That(Energy(await bob.StatisticsAsync()) - before, Is.GreaterThan(0.05));
        await AssertTransportAsync(bob);
    }

    [Test]
    public async Task Firefox_meets_chromium_in_the_browser_client()
    {
        var meeting = await (await Secretary.LogInAsync(_place)).BookAsync();
        var link = new Uri(_place.Server.Http, meeting.GuestPath);
        var alice = await Attendee.ComeAsync(_firefox, link, Guise.Alice with { Tone = FoxTone, HasToneOfBrowser = true });
        await alice.JoinAsync();
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob);

        await Task.WhenAll(alice.SeesMovingAsync(bob), bob.SeesMovingAsync(alice));
        await bob.HearsAsync(alice);
        await alice.UntilAsync("stage.energy().then(energy => energy > 0.05)", "the energy of Bob's tone");

        await bob.PressAsync("Share");
        await alice.SeesShareOfAsync(bob);
        await bob.PressAsync("Stop sharing");
        await alice.SeesNoShareOfAsync(bob);
        await alice.PressAsync("Mute");
        await bob.HearsNothingOfAsync(alice);
    }

    private static double Energy(Statistics statistics) => Statistics.Number(statistics.Inbound("audio"), "totalAudioEnergy");

    private static async Task AssertSeenAsync(CallPage bob, CallPage alice, OpenedSession joined, Paint color)
    {
        // Firefox begins small and takes long to send the size that it was given.
        await bob.WatchForAsync(color: color);
        var seen = await bob.WatchAsync(3, alice);
        TestContext.Out.WriteLine($"first picture after {joined.FirstPictureAfter:0} ms; {seen}");
        Assert.That(seen.Frames, Has.All.Matches<SeenFrame?>(color.IsNear), seen.ToString());
        Assert.That(seen.ReadableShare, Is.GreaterThan(0.95), seen.ToString());
        Assert.That(seen.DeliveredShare, Is.GreaterThan(0.8), seen.ToString());
        Assert.That(seen.Pace, Is.GreaterThan(18), seen.ToString());
    }

    private static async Task AssertTransportAsync(CallPage firefox)
    {
        var statistics = await firefox.StatisticsAsync();
        Assert.That(Statistics.Text(statistics.Transport, "srtpCipher"), Is.EqualTo("SRTP_AEAD_AES_128_GCM"));
        Assert.That(Statistics.Text(statistics.Transport, "tlsVersion"), Is.EqualTo("FEFD").IgnoreCase, "DTLS 1.2");
        Assert.That(Statistics.Text(statistics.SelectedCandidates().Local, "protocol"), Is.EqualTo("udp"));
    }

    private async Task<CallPage> FoxAsync() =>
        await CallPage.PrepareAsync(await _firefox.OpenAsync(new Uri(_place.Server.Http, "/metrics")), _place.Server.Http);
}
