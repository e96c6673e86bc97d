using Interop.Hosting;
using Interop.Meetings;

namespace Interop;

/// <summary>The control page as a controller uses it who is not in the meeting himself: people put into panes, saved, filled up and shown.</summary>
[Category("Browser")]
[Parallelizable]
public sealed class ControlTests
{
    private static readonly Guise Controller = new("Controller", Guise.Alice.Color, Guise.Alice.Tone);

    private Surroundings _place = null!;
    private Secretary _secretary = null!;
    private Attendee _bob = null!;
    private Attendee _page = null!;
    private string _address = "";

    [OneTimeSetUp]
    public async Task Meet()
    {
        _place = await Surroundings.CreateAsync(isPrivate: false, Secretary.Settings);
        _secretary = await Secretary.LogInAsync(_place);
    }

    [SetUp]
    public async Task Open()
    {
        var meeting = await _secretary.BookAsync();
        _address = $"/#/control/{meeting.Number}";
        var guests = await Task.WhenAll(JoinAsync(Guise.Bob), JoinAsync(Guise.Carol));
        _bob = guests[0];
        _page = await Attendee.ComeAsync(_place, _address, Controller, _secretary.Login);
        await _page.UntilAsync($"{Person("Bob")} && {Person("Carol")}", "both to be in the list");

        Task<Attendee> JoinAsync(Guise guise) => Attendee.JoinAsync(_place, meeting.GuestPath, guise with { CameraOn = false, MicrophoneOn = false });
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_place is not null)
            await _place.DisposeAsync();
    }

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task People_are_put_into_panes_with_the_pointer_and_what_was_saved_is_there_for_the_next_who_opens_the_page()
    {
        await _page.PressAsync("Six: 6 panes");
        await _page.DragAsync(Person("Bob"), Pane(2));
        await HoldsAsync(2, "Bob");
        await _page.DragAsync(Pane(2), Pane(5));
        await HoldsAsync(5, "Bob");
        await HoldsAsync(2, "empty");
        await _page.DragAsync(Person("Carol"), Pane(5));
        await HoldsAsync(5, "Carol");

        await _page.PressAsync("Fill the rest");
        await HoldsAsync(1, "Bob");
        await HoldsAsync(5, "Carol");
        await _page.PressAsync("Empty pane 1");
        await HoldsAsync(1, "empty");

        await _page.PressAsync("Save the layout", "Save");
        await _page.UntilAsync("stage.named('Layout 1').length > 0", "the layout under its name");
        var next = await Attendee.ComeAsync(_place, _address, Controller, _secretary.Login);
        await next.PressAsync("Layout 1");
        await next.UntilAsync($"{Pane(5)}?.getAttribute('aria-label').endsWith('Carol')", "what was saved");
        await next.UntilAsync("document.querySelector('[role=radio][aria-checked=true]')?.title === 'Six: 6 panes'", "the layout that was saved");
        await next.PressAsync("Clear");
        await next.UntilAsync($"{Pane(5)}.getAttribute('aria-label').endsWith('empty')", "empty panes");
    }

    [Test]
    public async Task People_are_put_into_panes_with_the_keyboard_alone()
    {
        await _page.EvaluateAsync<object?>($"{Person("Carol")}.focus()");
        await _page.KeyAsync("Enter");
        await _page.UntilAsync($"{Person("Carol")}.getAttribute('aria-pressed') === 'true'", "Carol to be chosen");
        for (var steps = 0; await _page.EvaluateAsync<bool>($"document.activeElement !== {Pane(3)}"); steps++)
        {
            Assert.That(steps, Is.LessThan(60), "the way to the third pane");
            await _page.KeyAsync("Tab");
        }

        await _page.KeyAsync("Enter");
        await HoldsAsync(3, "Carol");
    }

    [Test]
    public async Task The_composed_picture_leaves_browsers_alone_and_the_page_lives_by_the_push_channel()
    {
        await _page.PressAsync("Nine: 9 panes", "Fill the rest", "Apply", "Broadcast multi-picture");
        await _page.UntilAsync("document.querySelector('.pictures .badge').textContent === 'Broadcast multi-picture'", "the mode to be told");
        await _bob.UntilAsync("document.querySelectorAll('figure.pane').length === 2 && !document.querySelector('figure.stage')", "Bob's own gallery");

        var next = await Attendee.ComeAsync(_place, _address, Controller, _secretary.Login);
        await next.UntilAsync("document.querySelector('[role=radio][aria-checked=true]')?.title === 'Nine: 9 panes'", "the layout that was set");
        await next.UntilAsync($"!{Pane(1)}?.getAttribute('aria-label').endsWith('empty')", "the panes that were set");

        var asked = await _page.EvaluateAsync<int>("performance.getEntriesByType('resource').length");
        await _bob.PressAsync("Raise hand");
        await _page.UntilAsync("stage.named('Lower the hand').length > 0", "Bob's hand");
        await _bob.PressAsync("Unmute");
        await _page.UntilAsync("stage.named('Mute Bob').length > 0", "Bob's open microphone");
        Assert.That(await _page.EvaluateAsync<int>("performance.getEntriesByType('resource').length"), Is.EqualTo(asked), "nothing was asked for meanwhile");
    }

    private static string Person(string name) => $"[...document.querySelectorAll('.person')].find(one => one.textContent.includes('{name}'))";

    private static string Pane(int number) => $"document.querySelector('[aria-label^=\"Pane {number}:\"]')";

    private Task HoldsAsync(int pane, string who) =>
        _page.UntilAsync($"{Pane(pane)}.getAttribute('aria-label') === 'Pane {pane}: {who}'", $"pane {pane} to hold {who}", patience: 5);
}
