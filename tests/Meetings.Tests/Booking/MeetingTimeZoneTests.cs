using Meetings.Booking;

namespace Meetings.Tests.Booking;

public sealed class MeetingTimeZoneTests
{
    [TestCase(1, "(GMT-12:00) Eniwetok, Kwajalein")]
    [TestCase(18, "(GMT-03:30) Newfoundland")]
    [TestCase(26, "(GMT) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London")]
    [TestCase(49, "(GMT+05:45) Kathmandu")]
    [TestCase(56, "(GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi")]
    [TestCase(74, "(GMT+13:00) Nuku'alofa")]
    public void A_zone_has_the_name_of_the_list(int id, string name) =>
        Assert.That(MeetingTimeZone.Of(id).Name(MeetingLanguage.English), Is.EqualTo(name));

    [Test]
    public void Every_zone_is_known_to_the_machine_and_has_both_names([Range(MeetingTimeZone.First, MeetingTimeZone.Last)] int id)
    {
        var zone = MeetingTimeZone.Of(id);

        Assert.That(TimeZoneInfo.TryFindSystemTimeZoneById(zone.Region, out _), Is.True);
        Assert.That(zone.Name(MeetingLanguage.Chinese), Is.Not.EqualTo(zone.Name(MeetingLanguage.English)));
        Assert.That(zone.Id, Is.EqualTo(id));
    }

    // Clocks in Berlin went from 2 to 3 on 29 March 2026, and go from 3 to 2 on 25 October 2026.
    [TestCase("2026-03-28", "02:30", "2026-03-28 01:30")]
    [TestCase("2026-03-29", "02:30", "2026-03-29 01:30")]
    [TestCase("2026-03-30", "02:30", "2026-03-30 00:30")]
    [TestCase("2026-10-25", "02:30", "2026-10-25 00:30")]
    [TestCase("2026-10-26", "02:30", "2026-10-26 01:30")]
    public void A_skipped_time_is_taken_later_and_of_a_double_one_the_first(string day, string time, string utc) =>
        Assert.That(WireTime.Format(MeetingTimeZone.Of(27).At(DateOnly.Parse(day), TimeOnly.Parse(time))), Is.EqualTo(utc));

    [TestCase("1", true)]
    [TestCase("74", true)]
    [TestCase("0", false)]
    [TestCase("75", false)]
    [TestCase("-1", false)]
    [TestCase(" 1", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void Only_the_ids_of_the_list_are_read(string? wire, bool known) =>
        Assert.That(MeetingTimeZone.TryParse(wire, out _), Is.EqualTo(known));

    [TestCase("2026-11-21 08:05", true)]
    [TestCase("2026-11-21 8:05", false)]
    [TestCase("2026-11-21T08:05", false)]
    [TestCase("2026-02-30 08:05", false)]
    [TestCase("", false)]
    public void Times_on_the_wire_have_one_form(string text, bool wellFormed)
    {
        Assert.That(WireTime.TryParse(text, out DateTimeOffset moment), Is.EqualTo(wellFormed));
        Assert.That(!wellFormed || (WireTime.Format(moment) == text && moment.Offset == TimeSpan.Zero), Is.True);
    }
}
