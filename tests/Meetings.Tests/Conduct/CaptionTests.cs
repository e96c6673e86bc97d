using System.Text.Json;
using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>The text that the chair puts over everybody's picture.</summary>
public sealed class CaptionTests
{
    [TestCase("caption", CaptionKind.Caption)]
    [TestCase("banner", CaptionKind.Banner)]
    public void A_text_stands_until_another_takes_its_place_or_it_is_taken_away(string type, CaptionKind kind)
    {
        var room = new ConferenceRoom().WithChair().After(new Command.ShowCaption(By("chair"), type, " 请各位\n与会者 "));

        Assert.That(room.Dynamics.Caption, Is.EqualTo(new Caption(kind, "请各位 与会者")));
        Assert.That(room.All<MeetingEvent.DynamicsChanged>(), Has.Count.EqualTo(1), "and everybody is told");
        Assert.That(room.After(new Command.ShowCaption(Controller, "caption", "Break")).Dynamics.Caption!.Text, Is.EqualTo("Break"));
        Assert.That(room.After(new Command.RemoveCaption(Controller)).Dynamics.Caption, Is.Null);
        Assert.That(room.Tell(new Command.RemoveCaption(Controller)), Is.EqualTo(Refusal.None), "a button pressed twice");
    }

    [TestCase(null, "Welcome", Refusal.CaptionTypeIsEmpty)]
    [TestCase("", "Welcome", Refusal.CaptionTypeIsEmpty)]
    [TestCase("Poster", "Welcome", Refusal.ParameterVerifiedFail)]
    [TestCase("banner", null, Refusal.CaptionTextIsEmpty)]
    [TestCase("banner", " \n ", Refusal.CaptionTextIsEmpty)]
    public void Not_every_text_is_one(string? type, string? text, Refusal expected) =>
        Assert.That(new ConferenceRoom().WithChair().Tell(new Command.ShowCaption(Controller, type, text)), Is.EqualTo(expected));

    [Test]
    public void A_text_has_two_thousand_bytes_at_most()
    {
        var room = new ConferenceRoom().WithChair();

        Assert.That(room.Tell(new Command.ShowCaption(Controller, "banner", new string('会', 666) + "..")), Is.EqualTo(Refusal.None));
        Assert.That(room.Tell(new Command.ShowCaption(Controller, "banner", new string('会', 667))), Is.EqualTo(Refusal.CaptionTextTooLong));
        Assert.That(room.Dynamics.Caption!.Text, Has.Length.EqualTo(668), "what stood stays");
    }

    [Test]
    public void It_is_still_there_when_the_meeting_is_taken_up_again()
    {
        var room = new ConferenceRoom().WithChair().After(new Command.ShowCaption(Controller, "banner", "Break"));

        var kept = JsonSerializer.Deserialize(room.Snapshot(), MeetingStateJson.Default.MeetingState)!;
        Assert.That(new ConferenceRoom(kept, room.Now, room.IdsDrawn).Dynamics.Caption, Is.EqualTo(new Caption(CaptionKind.Banner, "Break")));
    }
}
