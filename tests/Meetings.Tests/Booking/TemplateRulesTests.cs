using Meetings.Booking;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class TemplateRulesTests
{
    private readonly BookingOffice _office = new();

    [TestCase("Weekly", Refusal.None)]
    [TestCase("", Refusal.ParameterVerifiedFail)]
    [TestCase(null, Refusal.ParameterVerifiedFail)]
    public void A_template_has_a_name(string? name, Refusal expected) => Assert.That(Create(name, Plain, owned: 0, out _), Is.EqualTo(expected));

    [TestCase(99, Refusal.None)]
    [TestCase(100, Refusal.ParameterVerifiedFail)]
    public void An_account_has_so_many_templates(int owned, Refusal expected) => Assert.That(Create("Weekly", Plain, owned, out _), Is.EqualTo(expected));

    [Test]
    public void What_is_in_a_template_has_the_form_of_a_booking() =>
        Assert.That(Create("Weekly", Plain with { Length = 5 }, owned: 0, out _), Is.EqualTo(Refusal.ConfLengthOverRange));

    [Test]
    public void A_meeting_is_booked_from_a_template_at_a_time_of_its_own()
    {
        Create("Weekly", Tomorrow with { EnableWaitingRoom = true, GuestPwd = "2468" }, owned: 0, out var template);
        Assert.That(template!.Content.Start, Is.Null);

        var meeting = _office.Book(TemplateRules.RequestFrom(template, new() { Start = Now.AddDays(3), Length = 15 }));

        Assert.That((meeting.Subject, meeting.Start, meeting.Length.TotalMinutes, meeting.Entry.WaitingRoom, meeting.Passwords.Guest),
            Is.EqualTo(("Plan", Now.AddDays(3), 15d, true, "2468")));
    }

    [Test]
    public void A_past_meeting_is_saved_without_its_passwords()
    {
        var meeting = _office.Book(Tomorrow with { GuestPwd = "2468", Invitees = [new() { AccountId = "bob" }] });

        var refusal = TemplateRules.TrySave(null, meeting, Alice, owned: 0, new(), _office.Identities, Now, out var template);
        var again = _office.Book(TemplateRules.RequestFrom(template!, new()));

        Assert.That((refusal, template!.Name, again.Subject, again.Kind), Is.EqualTo((Refusal.None, "Plan", "Plan", BookingKind.Instant)));
        Assert.That(again.Passwords.Guest, Is.Not.EqualTo("2468"));
        Assert.That(again.Invitees, Is.EqualTo(meeting.Invitees));
        Assert.That(TemplateRules.TrySave(null, meeting, Bob, owned: 0, new(), _office.Identities, Now, out _), Is.EqualTo(Refusal.ConfInsufficientPermissions));
    }

    [Test]
    public void A_template_is_its_owners_alone()
    {
        Create("Weekly", Plain, owned: 0, out var template);

        Assert.That(TemplateRules.TryChange(template!, "Daily", null, Alice, new(), Now, out var changed), Is.EqualTo(Refusal.None));
        Assert.That((changed.Name, changed.Content), Is.EqualTo(("Daily", template!.Content)));
        Assert.That(TemplateRules.TryChange(template, "Daily", null, Admin, new(), Now, out _), Is.EqualTo(Refusal.ConfDataNotFound));
        Assert.That(TemplateRules.MayUse(template, Stranger), Is.EqualTo(Refusal.ConfDataNotFound));
        Assert.That(TemplateRules.TryChange(template, "", null, Alice, new(), Now, out _), Is.EqualTo(Refusal.ParameterVerifiedFail));
    }

    private Refusal Create(string? name, BookingRequest content, int owned, out MeetingTemplate? template) =>
        TemplateRules.TryCreate(name, content, Alice, owned, new(), _office.Identities, Now, out template);
}
