using Interop.Calls;
using Interop.Hosting;
using Interop.Meetings;
using Interop.Terminals;

namespace Interop;

/// <summary>
/// Two terminals and two browsers in one meeting: what is on the terminals' screens after each of the chair's orders, read from their own pictures. A terminal
/// cannot be told anything but by what it is sent, so each order's effect is waited for there, and how long that took is printed.
/// </summary>
[Category("Browser")]
[NonParallelizable]
public sealed class TerminalTests
{
    private static readonly Paint Red = new(200, 50, 50);
    private static readonly Paint Violet = new(130, 60, 170);
    private static readonly Guise Alice = Guise.Alice with { MicrophoneOn = false };
    private static readonly Guise Bob = Guise.Bob with { MicrophoneOn = false, Decodes = ["VP8"] };

    private static readonly object Polling = new { viewType = 0, switchTime = 10, status = 1 };

    private Surroundings _place = null!;
    private Secretary _secretary = null!;
    private ChairDesk _chair = null!;
    private Meeting _meeting = null!;
    private Terminal _hall = null!;
    private Terminal _office = null!;

    [OneTimeSetUp]
    public async Task Meet()
    {
        _place = await Surroundings.CreateAsync(isPrivate: false, [.. Secretary.Settings, "--Sip:Digests=MD5", "--Media:Shards=1"]);
        _secretary = await Secretary.LogInAsync(_place);
        _meeting = await _secretary.BookAsync("Morning");
        _chair = ChairDesk.For(_place, _secretary, _meeting);
        var accounts = await Task.WhenAll(_chair.AddTerminalAsync("会议室 1"), _chair.AddTerminalAsync("Office"));
        var terminals = await Task.WhenAll(Terminal.StartAsync(accounts[0], Red, 1, tone: 700), Terminal.StartAsync(accounts[1], Violet, 2, tone: null));
        (_hall, _office) = (terminals[0], terminals[1]);
    }

    [OneTimeTearDown]
    public async Task Part()
    {
        foreach (var terminal in new[] { _hall, _office })
        {
            if (terminal is not null)
                await terminal.DisposeAsync();
        }

        _chair?.Dispose();
        if (_place is not null)
            await _place.DisposeAsync();
    }

    [Test]
    public async Task Terminals_see_what_the_chair_orders()
    {
        await JoinTerminalAsync(_hall);
        await SeeAsync(_hall, screen => screen.Share(0.2, 0.3, 0.8, 0.7, IsWhite) > 0.002 && screen.Share(0, 0, 1, 0.1, IsDark) > 0.99, "that nobody else is here", "alone");
        await _chair.TakeControlAsync();
        await JoinTerminalAsync(_office);
        await SeeAsync(_hall, IsWhole(_office.Color), "the other terminal");
        await SeeAsync(_office, IsWhole(_hall.Color), "the other terminal");

        var pages = await Task.WhenAll(Attendee.JoinAsync(_place, _meeting.ChairPath, Alice, _secretary.Login), Attendee.JoinAsync(_place, _meeting.GuestPath, Bob));
        await pages[0].UntilAsync("document.querySelectorAll('figure.pane').length >= 3", "everybody");
        var people = await _chair.PeopleAsync();
        var (hall, office, alice, bob) = (people[_hall.Name], people[_office.Name], people[Alice.Name], people[Bob.Name]);

        Assert.That(await _chair.RefusalOfAsync("chairView", Polling), Is.EqualTo("MMC.111072062"), "polling for a chair who has no terminal");
        await _chair.PutAsync($"participants/role?participantID={alice}", new { applyChair = 0 });

        // What terminals send is forwarded to browsers as it is, in the size that nobody else films in; a browser without H.264 is shown it in VP8.
        await pages[0].UntilAsync("[...document.querySelectorAll('video')].filter(one => one.videoWidth === 640 && one.videoHeight === 368).length >= 2", "both terminals' own pictures");
        await Task.WhenAll(pages[0].SeesAsync(_hall, "H264"), pages[0].SeesAsync(_office, "H264"), pages[1].SeesAsync(_hall, "VP8"), pages[1].SeesAsync(_office, "VP8"));

        // Meetings begin with whoever speaks. Who came first is first, to himself too, where no pane is larger than the others.
        await SeeAsync(_office, IsWhole(_hall.Color), "who speaks");
        await _chair.PutAsync("display/mode", new { switchMode = "Fixed", imageType = 1 });
        await SeeAsync(_office, screen => Four(screen, _hall.Color, _office.Color) && AreNamed(screen), "four panes with names", "four");
        await SeeAsync(_hall, screen => Four(screen, _hall.Color, _office.Color), "the same four panes");
        await SeeAsync(_office, screen => IsFramed(screen, 0, 0) && !IsFramed(screen, 0.5, 0), "a blue frame on who speaks", "speaks");
        await _chair.PutAsync($"participants/mute?participantID={hall}", new { isMute = 1 });
        await SeeAsync(_office, screen => !IsFramed(screen, 0, 0) && IsMarkedMuted(screen, 0, 0) && !IsMarkedMuted(screen, 0.5, 0), "a mark on who is muted, and no frame when nobody speaks", "muted");

        await _chair.PutAsync("display/multiPicture", ThreePanes([bob], [alice], [office]));
        await SeeAsync(_hall, screen => Three(screen, Bob.Color, Alice.Color, _office.Color), "exactly three panes", "three");
        await SeeAsync(_office, screen => Three(screen, Bob.Color, Alice.Color, _office.Color), "exactly three panes");

        await _chair.PutAsync($"participants/broadcast?participantID={alice}");
        await SeeAsync(_hall, IsWhole(Alice.Color), "whom everybody watches", "broadcast");
        await SeeAsync(_office, IsWhole(Alice.Color), "whom everybody watches");

        await _chair.PutAsync($"participants/role?participantID={hall}", new { applyChair = 1 });
        await _chair.PutAsync($"participants/rollCall?participantID={office}");
        await SeeAsync(_hall, IsWhole(_office.Color), "who is called");
        await SeeAsync(_office, IsWhole(_hall.Color), "the chair, being called");
        await _chair.PutAsync("cancelBroadcast");
        await SeeAsync(_office, screen => Three(screen, Bob.Color, Alice.Color, _office.Color) || Four(screen, _hall.Color, _office.Color), "a composed picture again");

        await _chair.PutAsync($"participants/mute?participantID={hall}", new { isMute = 0 });
        await _chair.PutAsync("display/mode", new { switchMode = "VAS", imageType = 0 });
        await SeeAsync(_office, IsWhole(_hall.Color), "who speaks", "voice");
        await SeeAsync(_hall, screen => !IsWhole(_hall.Color)(screen), "somebody else, because nobody sees himself");

        // What it is made to watch stays over voices, and gives way to what is imposed on all.
        await _chair.PutAsync($"partView?participantID={office}", new { viewType = 2, participantID = bob });
        await SeeAsync(_office, IsWhole(Bob.Color), "whom it was made to watch");
        await _chair.PutAsync($"lockView?participantID={office}", new { status = 1, participantID = alice });
        await SeeAsync(_office, IsWhole(Alice.Color), "whom it is held to, whoever speaks");

        await WatchAsync(alice, bob, hall, office);
        await WriteAsync();

        // The browsers came in together: whoever was first is polled first.
        var guests = people.Values.Where(one => one == alice || one == bob).Select(one => (one, one == alice ? Alice.Color : Bob.Color)).ToArray();
        await PollAsync(hall, office, guests[0], guests[1]);

        await _chair.PutAsync($"participants/role?participantID={hall}", new { applyChair = 0 });
        Assert.That(await _chair.RefusalOfAsync("chairView", Polling), Is.EqualTo("MMC.111072059"), "polling without a chair");
    }

    /// <summary>By voice, whoever speaks has the first pane. The chair watches what he likes, and the others what they are to.</summary>
    private async Task WatchAsync(string alice, string bob, string hall, string office)
    {
        await _chair.PutAsync("display/multiPicture", ThreePanes([bob], [alice], [hall]));
        await _chair.PutAsync("display/mode", new { switchMode = "VAS", imageType = 1 });
        await SeeAsync(_office, screen => Three(screen, _hall.Color, Alice.Color, Bob.Color), "who speaks in the first pane", "voices");
        await SeeAsync(_hall, screen => Three(screen, _hall.Color, Alice.Color, Bob.Color), "the same, because no pane is larger than the others");
        Assert.That(await _chair.RefusalOfAsync("chairView", new { viewType = 1 }), Is.EqualTo("MMC.111072011"), "the multi-picture for the chair, who watches it already");

        await _chair.PutAsync($"participants/broadcast?participantID={alice}");
        await SeeAsync(_office, IsWhole(Alice.Color), "whom everybody watches");
        await _chair.PutAsync("chairView", new { viewType = 2, participantID = bob });
        await SeeAsync(_hall, IsWhole(Bob.Color), "whom the chair watches");
        await _chair.PutAsync("chairView", new { viewType = 1 });
        await SeeAsync(_hall, screen => Three(screen, Bob.Color, Alice.Color, _hall.Color), "the multi-picture, which the chair watches");
        await SeeAsync(_office, IsWhole(Alice.Color), "still whom everybody watches");
    }

    private async Task WriteAsync()
    {
        await _chair.WriteAsync("caption", "请各位与会者保持静音 Please stay muted");
        await SeeAsync(_office, HasCaption, "a text over the picture", "caption");
        await SeeAsync(_hall, HasCaption, "a text over the picture");
        await _chair.WriteAsync(null, null);
        await SeeAsync(_office, screen => !HasCaption(screen), "the picture without the text");
    }

    /// <summary>The chair's picture goes round, each for the set time and without who has left, and beside that a pane of the others' picture does.</summary>
    private async Task PollAsync(string hall, string office, (string Id, Paint Color) next, (string Id, Paint Color) last)
    {
        var pane = TimeProvider.System.GetTimestamp();
        await _chair.PutAsync("display/multiPicture", ThreePanes([last.Id, hall], [office], []));
        await _chair.PutAsync("display/mode", new { switchMode = "Fixed", imageType = 1 });
        await SeeAsync(_office, screen => Three(screen, last.Color, _office.Color, null), "the first in the pane");
        var turn = TimeProvider.System.GetTimestamp();
        await _chair.PutAsync("chairView", Polling);
        await SeeAsync(_hall, IsWhole(_office.Color), "the first of the others");
        Assert.That(await _chair.RefusalOfAsync("chairView", new { viewType = 2, participantID = office }), Is.EqualTo("MMC.111072061"), "a site, while polling");
        await _chair.HangUpAsync(next.Id);
        await SeeAsync(_office, screen => Three(screen, _hall.Color, _office.Color, null), "the second in the pane", patience: 25);
        AssertHeld(pane, "the first in the pane");
        await SeeAsync(_hall, IsWhole(last.Color), "the one after who has left", patience: 25);
        AssertHeld(turn, "the first of the others");
        await _chair.HangUpAsync(last.Id);
        await SeeAsync(_hall, IsWhole(_office.Color), "the next, at once, when that one leaves");
        await _chair.PutAsync("chairView", new { viewType = 0, status = 0 });
        await SeeAsync(_hall, screen => Three(screen, _hall.Color, _office.Color, null), "what the others see, when the polling is stopped");
        await _chair.PutAsync("chairView", Polling);
        await SeeAsync(_hall, IsWhole(_office.Color), "the first of the others again");
        await _chair.PutAsync("chairView", new { viewType = 1 });
        await SeeAsync(_hall, screen => Three(screen, _hall.Color, _office.Color, null), "the multi-picture, which stops the polling too");
    }

    private static void AssertHeld(long since, string what)
    {
        var held = TimeProvider.System.GetElapsedTime(since).TotalSeconds;
        TestContext.Out.WriteLine($"{what} was shown for {held:0.0} s");
        Assert.That(held, Is.GreaterThan(9.9), what);
    }

    private static object ThreePanes(params string[][] panes) => new
    {
        manualSet = 1,
        imageType = "Three",
        switchTime = 10,
        subscriberInPics = panes.Select((members, at) => new { index = at + 1, subscriber = members }).Where(pane => pane.subscriber.Length > 0),
    };

    private Task JoinTerminalAsync(Terminal terminal) => terminal.DialAsync(_meeting.SipAddress(_place.Server));

    private static async Task SeeAsync(Terminal terminal, Func<Screenshot, bool> isSo, string what, string? keep = null, double patience = 15)
    {
        var after = await terminal.SeesAsync(isSo, what, patience);
        TestContext.Out.WriteLine($"{terminal.Name} sees {what} after {after:0} ms");
        if (keep is not null)
            terminal.Keep(keep);
    }

    // Browsers have a number above their colour, terminals have theirs in the middle: what tells people apart is below.
    private static Func<Screenshot, bool> IsWhole(Paint paint) => screen => screen.Shows(paint, 0.3, 0.84) && screen.Shows(paint, 0.8, 0.84) && screen.Shows(paint, 0.95, 0.74);

    // The browsers come in together, in whichever order.
    private static bool Four(Screenshot screen, Paint first, Paint second) =>
        screen.Shows(first, 0.25, 0.42) && screen.Shows(second, 0.75, 0.42)
        && ((screen.Shows(Alice.Color, 0.25, 0.92) && screen.Shows(Bob.Color, 0.75, 0.92)) || (screen.Shows(Bob.Color, 0.25, 0.92) && screen.Shows(Alice.Color, 0.75, 0.92)));

    private static bool Three(Screenshot screen, Paint top, Paint left, Paint? right) =>
        screen.Shows(top, 0.5, 0.42) && screen.Shows(left, 0.25, 0.92) && (right is null ? IsDark(screen.At(0.75, 0.75)) : screen.Shows(right, 0.75, 0.92))
        && IsDark(screen.At(0.1, 0.25)) && IsDark(screen.At(0.9, 0.25));

    private static bool AreNamed(Screenshot screen) =>
        new[] { (0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5) }.All(pane => screen.Share(pane.Item1, pane.Item2 + 0.42, pane.Item1 + 0.15, pane.Item2 + 0.5, IsWhite) > 0.005);

    private static bool IsFramed(Screenshot screen, double left, double top) =>
        screen.Share(left + 0.05, top + 0.001, left + 0.45, top + 0.006, paint => paint.Blue > 170 && paint.Red < 110) > 0.5;

    private static bool IsMarkedMuted(Screenshot screen, double left, double top) =>
        screen.Share(left, top + 0.45, left + 0.03, top + 0.495, paint => paint.Red > 150 && paint.Red - paint.Green is > 40 and < 130 && paint.Green > 70) > 0.01;

    private static bool HasCaption(Screenshot screen) => screen.Share(0.35, 0.93, 0.65, 1, IsWhite) > 0.03;

    private static bool IsWhite(Paint paint) => paint.Red > 190 && paint.Green > 190 && paint.Blue > 190;

    private static bool IsDark(Paint paint) => paint.Red < 60 && paint.Green < 60 && paint.Blue < 60;
}
