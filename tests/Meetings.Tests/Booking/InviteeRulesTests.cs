using Meetings.Booking;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class InviteeRulesTests
{
    private static readonly InviteeRequest One = new() { Phone = "+99110001" };

    private static IEnumerable<TestCaseData<InviteeRequest>> Cases()
    {
        yield return Case("nothing", new InviteeRequest { Name = "Nobody" }, Refusal.InviteNumberIsEmpty);
        yield return Case("mail only", new InviteeRequest { Email = "a@example.com" }, Refusal.None);
        yield return Case("account only", new InviteeRequest { UserUuid = "u" }, Refusal.None);
        yield return Case("number 127", One with { Phone = new('1', 127) }, Refusal.None);
        yield return Case("number 128", One with { Phone = new('1', 128) }, Refusal.InviteNumberTooLong);
        yield return Case("second number 128", One with { Phone2 = new('1', 128) }, Refusal.InviteNumberTooLong);
        yield return Case("number with a blank", One with { Phone = "1 2" }, Refusal.InviteNumberUriIllegal);
        yield return Case("number with a header", One with { Phone = "sip:a@b\r\nX: y" }, Refusal.InviteNumberUriIllegal);
        yield return Case("number with brackets", One with { Phone = "<sip:a@b>" }, Refusal.InviteNumberUriIllegal);
        yield return Case("address without a host", One with { Phone = "sip:a@" }, Refusal.InviteNumberUriIllegal);
        yield return Case("address without a user", One with { Phone = "sip:@b" }, Refusal.InviteNumberUriIllegal);
        yield return Case("third number illegal", One with { Phone3 = "\"" }, Refusal.InviteNumberUriIllegal);
        yield return Case("SIP address", One with { Phone = "sip:room.4@video.example.com:5061" }, Refusal.None);
        yield return Case("SIP address by IPv6", One with { Phone = "sips:100@[2001:db8::1]" }, Refusal.None);
        yield return Case("number of a layout", One with { Phone = "+99110001#Desktop" }, Refusal.None);
        yield return Case("name 96", One with { Name = new('n', 96) }, Refusal.None);
        yield return Case("name 97", One with { Name = new('n', 97) }, Refusal.InviteNameTooLong);
        yield return Case("role 2", One with { Role = 2 }, Refusal.InviteRoleNotInRange);
        yield return Case("mail without @", One with { Email = "example.com" }, Refusal.ConfEmailIllegal);
        yield return Case("mail with a line break", One with { Email = "a@b\r\nBcc: c@d" }, Refusal.ConfEmailIllegal);
        yield return Case("mail with two addresses", One with { Email = "a@b,c@d" }, Refusal.ConfEmailIllegal);
        yield return Case("mail 256", One with { Email = new string('a', 250) + "@b.com" }, Refusal.ConfEmailIllegal);
        yield return Case("sms 33", One with { Sms = new('1', 33) }, Refusal.ConfSmsIllegal);
        yield return Case("sms word", One with { Sms = "mobile" }, Refusal.ConfSmsIllegal);
        yield return Case("isMute 2", One with { IsMute = 2 }, Refusal.InviteMuteNotInRange);
        yield return Case("isAutoInvite -1", One with { IsAutoInvite = -1 }, Refusal.InviteAutoInviteNotInRange);
        yield return Case("deptName 129", One with { DepartmentName = new('d', 129) }, Refusal.ConfDeptnameTooLong);
        yield return Case("type unknown", One with { Type = "carrier pigeon" }, Refusal.ParameterVerifiedFail);
        yield return Case("type ideahub", One with { Type = "ideahub" }, Refusal.None);

        static TestCaseData<InviteeRequest> Case(string name, InviteeRequest one, Refusal refusal) =>
            new(one) { ExpectedResult = refusal, TestName = $"Invitee: {name}" };
    }

    [TestCaseSource(nameof(Cases))]
    public Refusal Each_field_of_someone_invited_has_its_own_code(InviteeRequest one) =>
        new BookingOffice().Refuse(Tomorrow with { Invitees = [One, one] });

    [Test]
    public void Mail_and_SMS_have_another_code_in_a_running_meeting()
    {
        Assert.That(InviteeRules.Check(One with { Email = "x" }, InvitationStage.Running), Is.EqualTo(Refusal.InviteEmailIllegal));
        Assert.That(InviteeRules.Check(One with { Sms = "x" }, InvitationStage.Running), Is.EqualTo(Refusal.InviteSmsIllegal));
    }

    [Test]
    public void Who_is_named_twice_is_invited_once_as_named_first()
    {
        var invitees = InviteeRules.MakeAll([One with { Name = "First" }, One with { Name = "Second" }, new() { AccountId = "bob" }]);

        Assert.That(invitees.Select(one => one.Name), Is.EqualTo(new[] { "First", "bob" }));
    }

    [Test]
    public void What_is_made_of_a_request_can_be_asked_for_again([Values] InviteeKind kind)
    {
        var request = One with { AccountId = "bob", AppId = "app", Name = "Bob", Role = 1, IsAutoInvite = 1, Email = "b@c", Type = kind.Wire };

        var made = InviteeRules.Make(request);

        Assert.That(made.Kind, Is.EqualTo(kind));
        Assert.That(InviteeRules.Make(InviteeRules.RequestOf(made)), Is.EqualTo(made));
    }

    [Test]
    public void Only_a_meeting_with_its_own_number_on_concurrent_seats_calls_out_at_its_start()
    {
        var request = Tomorrow with { Invitees = [One with { IsAutoInvite = 1 }] };
        var office = new BookingOffice { Room = RoomOf(Alice) };

        Assert.That(office.Book(request).Invitees[0].IsCalledAtStart, Is.True);
        Assert.That(office.Book(OnRoom(request)).Invitees[0].IsCalledAtStart, Is.False);
    }
}
