using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

public sealed class MultiPictureTests
{
    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return new(Four() with { ManualSet = 2 }, Refusal.SetMultiPicManualSetNotInRange);
        yield return new(Four() with { SwitchTime = 9 }, Refusal.SwitchTimeNotInRange);
        yield return new(Four() with { SwitchTime = 121 }, Refusal.SwitchTimeNotInRange);
        yield return new(Four() with { ImageType = "" }, Refusal.SetMultiPicImageTypeIsEmpty);
        yield return new(Four() with { ImageType = "Forty" }, Refusal.SetMultiPicImageTypeIsNotMatch);
        yield return new(Four() with { ImageType = "Five", ByParticipant = true }, Refusal.SetMultiPicImageTypeIsNotMatch);
        yield return new(Four() with { ImageType = "Custom" }, Refusal.SetMultiPicImageTypeIsNotMatch);
        yield return new(Four(Pane(5, "+99a")), Refusal.SubPicIndexMoreThanPicNum);
        yield return new(Four(Pane(0, "+99a")), Refusal.SubPicIndexMoreThanPicNum);
        yield return new(Four(Pane(1, "+99a"), Pane(1, "+99b")), Refusal.ParameterVerifiedFail);
        yield return new(Four(Pane(1), Pane(2)), Refusal.NoSiteInMultiPic);
        yield return new(Four(Share(1), Share(2)), Refusal.AssistantPicNumMoreThenOne);
        yield return new(Four(Pane(1, "+99p")), Refusal.AudioSiteInMultiPic);
        yield return new(Four(Pane(1, "+99nobody")), Refusal.ConfParticipantNotExist);
        yield return new(Four(Pane(1, [.. Enumerable.Repeat("+99a", 17)])), Refusal.MultiPicTooManySubnumbers);
        yield return new(Four([.. Enumerable.Range(1, 26).Select(n => Pane((n % 4) + 1, "+99a"))]), Refusal.MultiPicTooManySubpics);
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_layout_that_cannot_be_is_refused(MultiPictureRequest request, Refusal expected) =>
        Assert.That(Room().Tell(Set(request)), Is.EqualTo(expected));

    [Test]
    public void Panes_show_who_was_put_in_them_by_number_by_device_and_by_id()
    {
        Assert.That(Panes(Room().After(Set(Four(Pane(1, "+99b"), Pane(3, "+99a#Desktop"), Share(4))))), Is.EqualTo("b - a share"));
        Assert.That(Panes(Room().After(Set(Four(Pane(2, "a")) with { ByParticipant = true }))), Is.EqualTo("- a - -"));
        Assert.That(Panes(Room().After(Set(Four(Pane(1, "+99c")) with { FillRest = true }))), Is.EqualTo("c chair a b"));
    }

    [Test]
    public void Who_comes_back_has_his_pane_again()
    {
        var room = Room().After(Set(Four(Pane(1, "+99a")))).After(new Command.Leave(By("a"), Id("a")));
        Assert.That(Panes(room), Is.EqualTo("- - - -"));
        Assert.That(Panes(room.With(Person("again") with { Number = "+99a" })), Is.EqualTo("again - - -"));
    }

    [Test]
    public void A_pane_of_several_shows_them_in_turn_and_skips_who_is_not_there()
    {
        var room = Room().After(Set(Four(Pane(1, "+99a", "+99b", "+99c")) with { SwitchTime = 15 }));
        var shown = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            shown.Add(Panes(room)[..1]);
            room.Wait(TimeSpan.FromSeconds(15));
        }

        Assert.That(shown, Is.EqualTo(new[] { "a", "b", "c", "a" }));
        Assert.That(Panes(room.After(new Command.Leave(By("b"), Id("b")))), Does.StartWith("c"));
    }

    [TestCase("auto", VideoMode.Fixed, false)]
    [TestCase("broadcast", VideoMode.Fixed, false)]
    [TestCase("roll call", VideoMode.Fixed, false)]
    [TestCase("multi", VideoMode.Fixed, false)]
    [TestCase("voice single", VideoMode.Free, true)]
    [TestCase("voice multi", VideoMode.Fixed, true)]
    [TestCase("chair views multi", VideoMode.Free, false)]
    public void Setting_a_layout_broadcasts_it_unless_the_state_is_one_of_the_four(string state, VideoMode mode, bool voice)
    {
        var room = Room();
        Command? into = state switch
        {
            "broadcast" => new Command.Broadcast(Controller, Id("a")),
            "roll call" => new Command.RollCall(Controller, Id("a")),
            "multi" => new Command.SwitchMode(Controller, "Fixed", 1),
            "voice single" => new Command.SwitchMode(Controller, "VAS", 0),
            "voice multi" => new Command.SwitchMode(Controller, "VAS", 1),
            "chair views multi" => new Command.ChairView(Controller, 1),
            _ => null,
        };
        if (into is not null)
            room.After(into);
        room.After(Set(Four(Pane(1, "+99b"))));

        Assert.That((room.Dynamics.Mode, room.Dynamics.VoiceActivated, Panes(room)[..1]), Is.EqualTo((mode, voice, "b")));
        Assert.That(room.Find("a").Broadcast || room.Find("a").RollCalled, Is.False);
    }

    [Test]
    public void A_terminal_that_was_broadcast_sees_the_layout_only_when_it_is_broadcast()
    {
        var room = Room().With(Terminal("t")).After(new Command.Broadcast(Controller, Id("t"))).After(Set(Four(Pane(1, "+99a"))));
        Assert.That((room.Shown("t").Kind, room.Shown("b")), Is.EqualTo((PictureKind.Site, PictureSource.Composition)));

        Assert.That(room.After(new Command.SwitchMode(Controller, "Fixed", 1)).Shown("t"), Is.EqualTo(PictureSource.Composition));
    }

    [Test]
    public void Saving_only_changes_nothing_until_the_multi_picture_is_switched_on()
    {
        var room = Room().After(Set(Four(Pane(1, "+99c")) with { SaveOnly = true }));
        Assert.That((room.Dynamics.Mode, room.Dynamics.MultiPicture.Manual), Is.EqualTo((VideoMode.Free, false)));

        room.After(new Command.SwitchMode(Controller, "Fixed", 1));
        Assert.That((room.Dynamics.Mode, Panes(room)), Is.EqualTo((VideoMode.Fixed, "c - - -")));
    }

    [Test]
    public void With_voice_activation_the_loudest_has_the_first_pane_and_panes_have_one_member()
    {
        var room = Room().After(new Command.SwitchMode(Controller, "VAS", 1)).After(Set(Four(Pane(1, "+99a"), Pane(2, "+99b"))))
            .After(new Command.SpeakerLevels(Actor.Server, [new(Id("b"), 80)]));
        Assert.That(Panes(room), Is.EqualTo("b a - -"));

        Assert.That(room.Tell(Set(Four(Pane(1, "+99a", "+99b")))), Is.EqualTo(Refusal.VasSubPicContainsUserMoreThenOne));
        room.After(new Command.SwitchMode(Controller, "Fixed", 1)).After(Set(Four(Pane(1, "+99a", "+99b"))));
        Assert.That(room.Tell(new Command.SwitchMode(Controller, "VAS", 1)), Is.EqualTo(Refusal.VasSubPicContainsUserMoreThenOne));
    }

    [Test]
    public void Clearing_gives_the_picture_back_to_the_system()
    {
        var room = Room().After(Set(Four(Pane(1, "+99b")))).After(Set(new() { ManualSet = 0 }));

        Assert.That((room.Dynamics.MultiPicture.Manual, Panes(room)), Is.EqualTo((false, "chair a b c")));
    }

    [TestCase(1, "Single")]
    [TestCase(2, "Two")]
    [TestCase(5, "Six-5")]
    [TestCase(9, "Nine")]
    [TestCase(16, "Sixteen")]
    [TestCase(25, "Twenty-Five")]
    [TestCase(40, "Twenty-Five")]
    public void The_automatic_picture_grows_with_the_people(int people, string name)
    {
        var room = new ConferenceRoom().WithPeople([.. Enumerable.Range(0, people).Select(n => $"p{n}")]).With(Phone("phone"));

        Assert.That(room.Meeting.Composition.ImageType, Is.EqualTo(name));
        Assert.That(room.Meeting.Composition.Panes.Count(pane => pane.Who is not null), Is.EqualTo(Math.Min(people, 25)));
    }

    [Test]
    public void Who_speaks_and_is_not_seen_takes_the_place_of_the_one_silent_longest()
    {
        var room = new ConferenceRoom().WithPeople([.. Enumerable.Range(0, 26).Select(n => $"p{n}")])
            .After(new Command.SpeakerLevels(Actor.Server, [new(Id("p0"), 50)]))
            .After(new Command.SpeakerLevels(Actor.Server, [new(Id("p25"), 50)]));

        var panes = room.Meeting.Composition.Panes;
        Assert.That((panes[0].Who, panes[1].Who), Is.EqualTo((Id("p0"), Id("p25"))), "p0 spoke; p1 never did");
    }

    [Test]
    public void Nobody_sees_himself_in_the_large_first_pane_while_others_are_there()
    {
        var even = new ConferenceRoom().WithPeople("a", "b", "c").Meeting.Composition;
        Assert.That(even.PanesFor(Id("a")), Is.SameAs(even.Panes), "no pane is larger than the others: one picture for all");

        LayoutCatalogue.TryFind("Three-2", out var geometry);
        var large = even with { ImageType = "Three-2", Geometry = geometry };
        Assert.That(large.PanesFor(Id("a")).Select(pane => pane.Who?.Value), Is.EqualTo(new[] { "b", "a", "c" }));
        Assert.That(large.PanesFor(Id("b")), Is.SameAs(large.Panes));
    }

    [Test]
    public void The_first_pane_is_large_in_every_layout_that_has_a_large_one_but_Seven_2() => Assert.That(
        LayoutCatalogue.Names.Where(name => LayoutCatalogue.TryFind(name, out var geometry) && !geometry.IsFirstLarge),
        Is.EqualTo(new[] { "Single", "Two", "Three", "Three-4", "Four", "Six-5", "Seven-2", "Nine", "Sixteen", "Twenty-Five" }));

    [Test]
    public void A_grid_of_ones_own_is_drawn_as_given()
    {
        var grid = new Geometry(4, 4, [new(1, 0, 0, 3, 3), new(2, 3, 0, 1, 1)]);
        var room = Room().After(Set(Four(Pane(2, "+99a")) with { ImageType = "Custom", Custom = grid }));
        Assert.That((room.Meeting.Composition.Geometry, Panes(room)), Is.EqualTo((grid, "- a")));

        var overlapping = new Geometry(4, 4, [new(1, 0, 0, 3, 3), new(2, 2, 2, 1, 1)]);
        Assert.That(room.Tell(Set(Four(Pane(2, "+99a")) with { ImageType = "Custom", Custom = overlapping })), Is.EqualTo(Refusal.SetMultiPicImageTypeIsNotMatch));
    }

    [Test]
    public void Layouts_are_kept_changed_and_deleted()
    {
        var room = Room().After(new Command.SaveLayout(Controller, new() { ImageType = "Six", Name = "six" }));
        var saved = room.Meeting.Layouts.Single();
        Assert.That((saved.PaneCount, saved.Id), Is.EqualTo((6, "call-1")));

        room.After(new Command.SaveLayout(Controller, saved with { Name = "again" }));
        Assert.That(room.Meeting.Layouts.Single().Name, Is.EqualTo("again"));
        room.After(new Command.DeleteLayout(Controller, saved.Id));
        Assert.That(room.Meeting.Layouts, Is.Empty);
        Assert.That(room.Tell(new Command.DeleteLayout(Controller, saved.Id)), Is.EqualTo(Refusal.ConfDataNotFound));
    }

    private static IEnumerable<TestCaseData> WrongLayouts()
    {
        yield return new(new SavedLayout { ImageType = "Forty" }, Refusal.MultiPicManualTypeInvalid);
        yield return new(new SavedLayout { ImageType = "Two", Panes = [Pane(1), Pane(2), Pane(2)] }, Refusal.MultiPicTooManySubpics);
        yield return new(new SavedLayout { ImageType = "Two", Panes = [Pane(3)] }, Refusal.SubPicIndexMoreThanPicNum);
        yield return new(new SavedLayout { ImageType = "Two", Panes = [Pane(1, [.. Enumerable.Repeat("x", 17)])] }, Refusal.MultiPicTooManySubnumbers);
        yield return new(new SavedLayout { ImageType = "Two", SwitchTime = 5 }, Refusal.SwitchTimeNotInRange);
    }

    [TestCaseSource(nameof(WrongLayouts))]
    public void A_layout_that_cannot_be_is_not_kept(SavedLayout layout, Refusal expected) =>
        Assert.That(Room().Tell(new Command.SaveLayout(Controller, layout)), Is.EqualTo(expected));

    [Test]
    public void Only_so_many_layouts_are_kept()
    {
        var room = new ConferenceRoom(Setup() with { Options = new() { MaxSavedLayouts = 1 } }).After(new Command.SaveLayout(Controller, new() { ImageType = "Two" }));
        Assert.That(room.Tell(new Command.SaveLayout(Controller, new() { ImageType = "Two" })), Is.EqualTo(Refusal.MultiPicTooManyLayouts));
    }

    [Test]
    public void Every_named_layout_lies_on_its_grid_without_overlap_and_has_as_many_panes_as_its_name_says()
    {
        var counts = new Dictionary<string, int>
        {
            ["Single"] = 1,
            ["Two"] = 2,
            ["Three"] = 3,
            ["Four"] = 4,
            ["Five"] = 5,
            ["Six"] = 6,
            ["Seven"] = 7,
            ["Eight"] = 8,
            ["Nine"] = 9,
            ["Ten"] = 10,
            ["Thirteen"] = 13,
            ["ThirteenR"] = 13,
            ["ThirteenM"] = 13,
            ["Sixteen"] = 16,
            ["Seventeen"] = 17,
            ["Twenty"] = 25,
        };
        Assert.That(LayoutCatalogue.Names, Has.Count.EqualTo(41));
        foreach (var name in LayoutCatalogue.Names)
        {
            Assert.That(LayoutCatalogue.TryFind(name, out var geometry), Is.True);
            Assert.That(geometry.IsSound, Is.True, name);
            Assert.That(geometry.Panes, Has.Count.EqualTo(counts[name.Split('-')[0]]), name);
            Assert.That(geometry.Panes.Select(pane => pane.Id), Is.EqualTo(Enumerable.Range(1, geometry.Panes.Count)), name);
        }
    }

    [TestCase(0, "Single")]
    [TestCase(3, "Four-2")]
    [TestCase(4, "Five")]
    [TestCase(9, "Ten-4")]
    public void Shared_content_is_large_in_the_first_pane_with_the_people_beside_it(int people, string name)
    {
        Assert.That(LayoutCatalogue.NameForContent(people), Is.EqualTo(name));
        Assert.That(LayoutCatalogue.TryFind(name, out var geometry), Is.True);
        Assert.That(geometry.Panes, Has.Count.EqualTo(people + 1));
        Assert.That(geometry.Panes[0].Width, Is.GreaterThanOrEqualTo(geometry.Columns * 3 / 4));
    }

    [Test]
    public void Shared_content_is_in_the_automatic_picture_until_the_share_ends()
    {
        var room = Room().After(new Command.StartShare(By("a"), Id("a")));
        Assert.That((Panes(room), room.Meeting.Composition.ImageType), Is.EqualTo(("share chair a b c", "Five")));
        Assert.That(room.All<MeetingEvent.LayoutSet>()[^1].Composition.Panes[0].Share, Is.True);

        Assert.That(Panes(room.After(new Command.Leave(By("b"), Id("b")))), Is.EqualTo("share chair a c"));
        Assert.That(Panes(room.After(new Command.StopShare(By("a"), Id("a")))), Is.EqualTo("chair a c"));
        Assert.That(Panes(room.After(Set(Four(Pane(1, "+99c")))).After(new Command.StartShare(By("a"), Id("a")))), Is.EqualTo("c - - -"), "the chair's own layout stands");
    }

    [Test]
    public void Beside_content_are_nine_and_who_speaks_takes_the_place_of_the_longest_silent()
    {
        var room = new ConferenceRoom().WithPeople([.. Enumerable.Range(0, 12).Select(n => $"p{n}")]).After(new Command.StartShare(By("p0"), Id("p0")));
        Assert.That(Panes(room), Is.EqualTo("share p0 p1 p2 p3 p4 p5 p6 p7 p8"));

        room.After(new Command.SpeakerLevels(Actor.Server, [new(Id("p10"), 80)]));
        Assert.That(Panes(room), Is.EqualTo("share p10 p1 p2 p3 p4 p5 p6 p7 p8"));
        Assert.That(Panes(room.After(new Command.StopShare(By("p0"), Id("p0")))), Is.EqualTo("p10 p1 p2 p3 p4 p5 p6 p7 p8 p9 p0 p11 - - - -"), "nobody has lost his place for it");
    }

    [Test]
    public void By_voice_activation_the_loudest_is_the_first_beside_the_content()
    {
        var room = Room().After(new Command.SwitchMode(Controller, "VAS", 1)).After(Set(Four(Share(1), Pane(2, "+99a"), Pane(3, "+99b"))))
            .After(new Command.SpeakerLevels(Actor.Server, [new(Id("b"), 80)]));
        Assert.That(Panes(room), Is.EqualTo("share b a -"));
    }

    private static ConferenceRoom Room() =>
        new ConferenceRoom(Setup() with { Options = new() { BeginsVoiceActivated = false } }).WithTerminalAsChair().WithPeople("a", "b", "c").With(Phone("p"));

    private static MultiPictureRequest Four(params Pane[] panes) =>
        new() { ManualSet = 1, ImageType = "Four", Panes = panes.Length > 0 ? panes : [Pane(1, "+99a")] };

    private static Pane Pane(int index, params string[] members) => new() { Index = index, Members = members };

    private static Pane Share(int index) => new() { Index = index, Share = true };

    private static Command.SetMultiPicture Set(MultiPictureRequest request) => new(Controller, request);

    private static string Panes(ConferenceRoom room) =>
        string.Join(' ', room.Meeting.Composition.Panes.Select(pane => pane.Share ? "share" : pane.Who?.Value ?? "-"));
}
