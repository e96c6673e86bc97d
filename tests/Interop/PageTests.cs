using Interop.Hosting;
using Interop.Meetings;

namespace Interop;

/// <summary>The pages of the browser client for whoever uses them: with a keyboard, in his language, with an eye on the figures and on nothing that jumps.</summary>
[Category("Browser")]
[Parallelizable]
public sealed class PageTests
{
    private static readonly Guise Small = Guise.Alice with { Width = 320, Height = 180 };

    private Surroundings _place = null!;
    private Secretary _secretary = null!;
    private Meeting _meeting = null!;

    [OneTimeSetUp]
    public async Task Meet()
    {
        _place = await Surroundings.CreateAsync(isPrivate: false, Secretary.Settings);
        _secretary = await Secretary.LogInAsync(_place);
        _meeting = await _secretary.BookAsync();
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
    public async Task The_figures_of_a_call_can_be_read_and_their_graph_grows()
    {
        var alice = await Attendee.JoinAsync(_place, _meeting.GuestPath, Small);
        var bob = await Attendee.JoinAsync(_place, _meeting.GuestPath, Guise.Bob);
        await alice.SeesAsync(bob);
        await alice.PressAsync("Statistics");
        await alice.UntilAsync("figures('Bob', 'Camera')", "the first figures");
        var first = await FiguresAsync(alice);
        await alice.UntilAsync($"figures('Bob', 'Camera').points > {first.Points}", "one more");
        await alice.UntilAsync("(seen => figures('Bob', 'Camera').details.Picture === `${seen.width}×${seen.height}`)(stage.see('Bob'))", "the size that is on the screen");
        var later = await FiguresAsync(alice);
        TestContext.Out.WriteLine($"{later}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(later.Bitrate, Does.Match(@"^(\d+ kbit/s|\d\.\d Mbit/s)$"));
            Assert.That(int.Parse(later.Details["Frames/s"]), Is.InRange(bob.Guise.Rate / 2, bob.Guise.Rate * 3 / 2));
            Assert.That(later.Details["Loss"], Does.Match(@"^\d+\.\d %$"));
            Assert.That(later.Details["Round trip"], Does.Match(@"^\d+ ms$"));
            Assert.That(await alice.EvaluateAsync<bool>("figures('What I send', 'Camera')?.points > 0 && figures('What I send', 'Microphone')?.points > 0"), "what she sends herself");
        }

        static async Task<Figures> FiguresAsync(Attendee who) => await who.EvaluateAsync<Figures>("figures('Bob', 'Camera')");
    }

    [Test]
    public async Task The_language_is_the_browsers_until_another_is_chosen_and_no_word_stays_behind()
    {
        var chen = await Attendee.ComeAsync(_place, _meeting.GuestPath, Small with { Name = "陈晨", BrowserLanguage = "zh-CN", CameraOn = false });
        await chen.UntilAsync("document.documentElement.lang === 'zh-CN' && stage.named('加入').length > 0", "Chinese, as the browser is");
        Assert.That(await chen.EvaluateAsync<string[]>("wordsIn(/[A-Za-z]{3,}/)"), Is.Empty.Or.EqualTo(new[] { "English" }));
        await chen.JoinAsync();
        await chen.PressAsync("更多");
        await chen.UntilAsync("document.querySelector('[role=menu]')", "the menu");
        Assert.That(await chen.EvaluateAsync<string[]>("wordsIn(/[A-Za-z]{3,}/)"), Is.EqualTo(new[] { "Weekly review" }));

        await chen.PressAsync("设备与设置");
        await chen.PressAsync("English");
        await chen.UntilAsync("stage.named('Leave').length > 0", "English, as it was chosen");
        await chen.PressAsync("Done");
        Assert.That(await chen.EvaluateAsync<string[]>("wordsIn(/[\\u4e00-\\u9fff]/)"), Is.All.StartsWith("陈晨").Or.All.EqualTo("晨"));
        await chen.ReloadAsync();
        await chen.UntilAsync("document.documentElement.lang === 'en' && stage.named('Join').length > 0", "English after the page was opened anew");
    }

    [TestCase("join", false)]
    [TestCase("meeting", true)]
    [TestCase("control", true)]
    [TestCase("book", true)]
    [TestCase("history", true)]
    [TestCase("admin", true)]
    public async Task Everything_is_reached_by_the_tab_key_named_and_seen_to_have_the_focus(string page, bool isLoggedIn)
    {
        var path = page switch { "join" => _meeting.GuestPath, "meeting" => _meeting.ChairPath, "control" => $"/#/control/{_meeting.Number}", _ => $"/#/{page}" };
        var alice = await Attendee.ComeAsync(_place, path, Small with { CameraOn = false }, isLoggedIn ? _secretary.Login : null);
        if (page == "meeting")
        {
            await alice.JoinAsync();
            await alice.PressAsync("People");
        }

        await alice.UntilAsync("controls().length > 5", "the page");
        await alice.UntilAsync("!document.querySelector('.spinner')", "the page to be complete");
        Assert.That(await alice.EvaluateAsync<string[]>("nameless()"), Is.Empty, "controls without a name");

        var all = await alice.EvaluateAsync<int>("watchFocus()");
        // A field for a date or a time takes a key for each of its parts.
        for (var steps = 0; steps < 3 * all && (await alice.EvaluateAsync<string[]>("unreached()")).Length > 0; steps++)
        {
            await alice.KeyAsync("Tab");
            await alice.EvaluateAsync<object?>("sawFocus()");
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await alice.EvaluateAsync<string[]>("unreached()"), Is.Empty, "controls that the key does not come to");
            Assert.That(await alice.EvaluateAsync<string[]>("unmarked()"), Is.Empty, "controls that look the same with the focus");
        }
    }

    [Test]
    public async Task Dialogs_and_menus_keep_the_focus_and_give_it_back()
    {
        var alice = await Attendee.JoinAsync(_place, _meeting.ChairPath, Small with { CameraOn = false }, _secretary.Login);
        foreach (var way in new[] { "Escape", "Cancel", "Close" })
        {
            await FocusAsync("Leave");
            await alice.KeyAsync("Enter");
            await alice.UntilAsync("document.querySelector('dialog[open]')?.contains(document.activeElement)", "the focus in the dialog");
            for (var i = 0; i < 6; i++)
            {
                await alice.KeyAsync("Tab", withShift: i > 3);
                Assert.That(await alice.EvaluateAsync<bool>("document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)"), "the focus stays");
            }

            await (way == "Escape" ? alice.KeyAsync(way) : alice.PressAsync(way));
            await alice.UntilAsync("!document.querySelector('dialog')", "the dialog to go");
            await IsAtAsync("Leave", $"after {way}");
        }

        await FocusAsync("More");
        await alice.KeyAsync("Enter");
        await alice.UntilAsync("document.activeElement.role === 'menuitem'", "the first entry");
        var entry = await alice.EvaluateAsync<string>("document.activeElement.textContent");
        await alice.KeyAsync("ArrowDown");
        Assert.That(await alice.EvaluateAsync<string>("document.activeElement.textContent"), Is.Not.EqualTo(entry));
        await alice.KeyAsync("Escape");
        await IsAtAsync("More", "after the menu");

        await alice.PressAsync("More", "Invite");
        await alice.UntilAsync("document.querySelector('dialog[open]')", "the dialog of an entry");
        await alice.KeyAsync("Escape");
        await IsAtAsync("More", "after a dialog that a menu opened");

        Task FocusAsync(string name) => alice.EvaluateAsync<object?>($"stage.named('{name}')[0].focus()");
        Task IsAtAsync(string name, string when) => alice.UntilAsync($"document.activeElement?.getAttribute('aria-label') === '{name}'", $"the focus to be on {name} {when}", patience: 3);
    }

    [Test]
    public async Task Nothing_jumps_when_people_come()
    {
        var alice = await Attendee.JoinAsync(_place, _meeting.GuestPath, Small);
        await alice.PressAsync("People");
        await alice.UntilAsync("document.querySelector('.panel')", "the list");
        await alice.EvaluateAsync<object?>("watchShifts()");
        var bob = await Attendee.JoinAsync(_place, _meeting.GuestPath, Guise.Bob with { Width = 320, Height = 180 });
        await alice.SeesAsync(bob);
        await Attendee.JoinAsync(_place, _meeting.GuestPath, Guise.Carol with { CameraOn = false });
        await alice.UntilAsync("document.querySelectorAll('figure.pane').length === 3", "three panes");
        Assert.That(await alice.EvaluateAsync<double>("shifted()"), Is.LessThan(0.005), "the layout shift that the browser counts");
    }

    private sealed record Figures(int Points, string Bitrate, Dictionary<string, string> Details);
}
