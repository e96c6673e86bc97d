using System.Text.Json;
using Meetings.Conduct;

namespace Meetings.Tests;

public sealed class KeptFormTests
{
    // A server of the next version restores meetings that one of this version left running.
    [Test]
    public void A_running_meeting_kept_before_a_member_existed_reads_with_its_default()
    {
        const string Old = """
            {"Conference":{"Value":"912345678"},"Run":{"Value":"r"},"Corporation":{"Value":"c"},"Owner":{"Value":"o"},"Passwords":{"Chair":"1111","Guest":""}}
            """;

        var setup = JsonSerializer.Deserialize(Old, MeetingStateJson.Default.MeetingSetup)!;

        Assert.That((setup.Subject, setup.AllowAnonymous, setup.Invitees.Count), Is.EqualTo(("", true, 0)));
        Assert.That(setup.Options, Is.Not.Null);
    }
}
