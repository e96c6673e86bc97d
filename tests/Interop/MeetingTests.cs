using Interop.Hosting;
using Interop.Meetings;

namespace Interop;

/// <summary>The browser client as people use it: real pages of the server, real codecs, and every claim read back from what was decoded.</summary>
[Category("Browser")]
public sealed class MeetingTests
{
    private Surroundings _place = null!;
    private Secretary _secretary = null!;

    [OneTimeSetUp]
    public async Task Meet()
    {
        _place = await SharedSurroundings.GetAsync();
        _secretary = await Secretary.LogInAsync(_place);
    }

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task Three_see_and_hear_each_other()
    {
        var meeting = await _secretary.BookAsync();
        var alice = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Alice);
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob);
        var carol = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Carol);
        TestContext.Out.WriteLine($"in the meeting after {alice.JoinedAfter:0}, {bob.JoinedAfter:0} and {carol.JoinedAfter:0} ms; Carol's first picture after {await carol.FirstPictureAsync():0} ms");

        Attendee[] all = [alice, bob, carol];
        await Task.WhenAll(all.SelectMany(one => all.Where(other => other != one).Select(other => one.SeesMovingAsync(other))));
        await Task.WhenAll(all.SelectMany(one => all.Where(other => other != one).Select(other => one.HearsAsync(other))));
    }

    [Test]
    public async Task The_layer_follows_the_size_of_the_pane_and_what_nobody_watches_is_not_sent()
    {
        var meeting = await _secretary.BookAsync();
        var alice = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Alice with { Width = 1_280, Height = 720, Rate = 10 });
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob with { CameraOn = false });
        var carol = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Carol with { CameraOn = false });

        // Two beside himself in the gallery: the panes are some three hundred lines high.
        await carol.PressAsync("Gallery");
        await bob.PressAsync("Gallery");
        var middle = await bob.SeesAsync(alice, height: 360, patience: 30);
        await alice.UntilAsync("stage.sending(700).then(heights => !heights.includes(720))", "the largest layer to stop");

        await bob.PressAsync("Speaker");
        var large = await bob.SeesAsync(alice, height: 720, patience: 40);
        await carol.SeesAsync(alice, height: 360);
        await bob.PressAsync("Gallery");
        var again = await bob.SeesAsync(alice, height: 360);
        TestContext.Out.WriteLine($"360 lines after {middle.After:0} ms; enlarged, 720 after {large.After:0} ms; made small, 360 after {again.After:0} ms");
    }

    [Test]
    public async Task A_share_is_seen_and_heard_until_the_chair_stops_it()
    {
        var meeting = await _secretary.BookAsync();
        var chair = await Attendee.JoinAsync(_place, meeting.ChairPath, Guise.Alice, _secretary.Login);
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob);
        var carol = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Carol with { CameraOn = false });

        await bob.PressAsync("Share");
        var first = await chair.SeesShareOfAsync(bob);
        await carol.SeesShareOfAsync(bob);
        await chair.HearsAsync(bob.Guise.ShareTone, loud: true);
        await chair.SeesMovingAsync(bob);
        TestContext.Out.WriteLine($"the share was seen after {first.After:0} ms at {first.Width}×{first.Height}");

        await chair.PressAsync("Stop their share");
        await chair.SeesNoShareOfAsync(bob);
        await carol.SeesNoShareOfAsync(bob);
        await chair.HearsAsync(bob.Guise.ShareTone, loud: false);
        await bob.UntilAsync("stage.named('Share').length > 0", "the sharer's own button to offer a share again");
    }

    [Test]
    public async Task A_share_ends_when_the_browsers_own_bar_ends_it()
    {
        var meeting = await _secretary.BookAsync();
        var alice = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Alice with { CameraOn = false });
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob with { CameraOn = false });
        await bob.PressAsync("Share");
        await alice.SeesShareOfAsync(bob);
        await bob.EvaluateAsync<object?>("stage.stopFromBar()");
        await alice.SeesNoShareOfAsync(bob);
    }

    [Test]
    public async Task Mute_all_silences_everybody_but_the_chair_until_they_speak_again()
    {
        var meeting = await _secretary.BookAsync();
        var chair = await Attendee.JoinAsync(_place, meeting.ChairPath, Guise.Alice with { CameraOn = false }, _secretary.Login);
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob with { CameraOn = false });
        var carol = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Carol with { CameraOn = false });
        await bob.HearsAsync(chair);
        await bob.HearsAsync(carol);
        await chair.HearsAsync(bob);

        await chair.PressAsync("More", "Mute all");
        await chair.PressAsync("Mute all", last: true);
        await bob.HearsNothingOfAsync(carol);
        await chair.HearsNothingOfAsync(bob);
        await chair.HearsNothingOfAsync(carol);
        await bob.HearsAsync(chair);

        await bob.PressAsync("Unmute");
        await chair.HearsAsync(bob);
        await chair.PressAsync("More", "Unmute all");
        await bob.HearsAsync(carol);
    }

    [Test]
    public async Task A_broadcast_and_a_roll_call_change_what_the_others_show()
    {
        var meeting = await _secretary.BookAsync();
        var chair = await Attendee.JoinAsync(_place, meeting.ChairPath, Guise.Alice, _secretary.Login);
        var bob = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Bob);
        var carol = await Attendee.JoinAsync(_place, meeting.GuestPath, Guise.Carol);
        await carol.SeesAsync(bob);
        await carol.HearsAsync(bob);

        await chair.PressAsync("Actions for Bob", "Broadcast");
        await carol.UntilAsync(IsLarge(bob), "Bob to be large at Carol's");
        await carol.SeesMovingAsync(bob);
        await bob.UntilAsync($"!({IsLarge(bob, isHimself: true)})", "Bob not to be large at his own");
        await carol.HearsAsync(bob);

        await chair.PressAsync("Actions for Bob", "Stop the broadcast");
        await carol.UntilAsync($"!({IsLarge(bob)})", "Bob to be as large as the others again");

        await chair.PressAsync("Actions for Carol", "Roll call");
        await bob.UntilAsync(IsLarge(carol), "Carol to be large at Bob's");
        await bob.SeesMovingAsync(carol);
        await carol.HearsNothingOfAsync(bob);
        await bob.HearsAsync(carol);
        await bob.HearsAsync(chair);
    }

    [Test]
    public async Task A_locked_meeting_refuses_and_says_why()
    {
        var meeting = await _secretary.BookAsync();
        var chair = await Attendee.JoinAsync(_place, meeting.ChairPath, Guise.Alice, _secretary.Login);
        await chair.PressAsync("More", "Lock the meeting");
        await chair.UntilAsync("document.querySelector('.mark[title]')", "the mark of the lock");

        var bob = await Attendee.ComeAsync(_place, meeting.GuestPath, Guise.Bob);
        await bob.PressAsync("Join");
        await bob.UntilAsync("document.querySelector('[role=alert]')?.textContent.includes('locked')", "the sentence that says why");
        Assert.That(await chair.PeopleAsync(), Has.Length.EqualTo(1));
        await chair.PressAsync("More", "Unlock the meeting");
        await bob.JoinAsync();
        await bob.SeesAsync(chair);
    }

    private static string IsLarge(Attendee who, bool isHimself = false) =>
        $"document.querySelector('figure.stage')?.getAttribute('aria-label') === '{who.Guise.Name}{(isHimself ? " (me)" : "")}'";
}
