using Meetings.Booking;
using Meetings.Corporations;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class BookingTests
{
    [Test]
    public void With_nothing_said_a_meeting_begins_now_and_has_the_defaults()
    {
        var meeting = new BookingOffice().Book(Plain);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((meeting.Kind, meeting.Phase, meeting.Start, meeting.Length), Is.EqualTo((BookingKind.Instant, BookingPhase.Schedule, Now, TimeSpan.FromMinutes(30))));
            Assert.That((meeting.TimeZoneId, meeting.Language, meeting.Subject), Is.EqualTo((56, MeetingLanguage.Chinese, "Alice的会议")));
            Assert.That((meeting.Owner, meeting.OwnerName, meeting.OwnerDepartment), Is.EqualTo((Alice.Id, "Alice", "Works")));
            Assert.That(meeting.Id.Value, Does.Match("^9[0-9]{8}$"));
            Assert.That((meeting.Passwords.Chair.Length, meeting.Passwords.Guest.Length), Is.EqualTo((6, 6)));
            Assert.That(meeting.Tokens.Chair, Does.Match("^[0-9a-f]{48}$").And.Not.EqualTo(meeting.Tokens.Guest));
            Assert.That(meeting.Entry, Is.EqualTo(new EntryRules { GuestsFirst = true }));
            Assert.That(meeting.Recording, Is.EqualTo(new RecordingTerms()));
            Assert.That(meeting.Dialled, Is.EqualTo(meeting.Id));
        }
    }

    [Test]
    public void Everything_said_is_in_the_meeting()
    {
        var request = Tomorrow with
        {
            MediaTypes = "Voice",
            GroupUri = "group",
            IsAutoRecord = 1,
            RecordType = 3,
            RecordAuxStream = 1,
            RecordAuthType = 2,
            LiveAddress = "rtmp://live.example.com/app/key",
            AuxAddress = "rtmps://live.example.com/app/share",
            EncryptMode = 2,
            Language = "en-US",
            TimeZoneId = "26",
            ConcurrentParticipants = 20,
            NotifyByMail = false,
            NotifyBySms = true,
            NotifyByCalendar = false,
            IsAutoMute = true,
            IsHardTerminalAutoMute = true,
            GuestPwd = "4321",
            CallInRestriction = 3,
            AllowGuestStartConf = false,
            ProlongLength = 15,
            EnableWaitingRoom = true,
            IsHostCameraOn = true,
            IsGuestCameraOn = true,
        };

        var meeting = new BookingOffice().Book(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((meeting.Kind, meeting.Start, meeting.Length, meeting.Media), Is.EqualTo((BookingKind.Booked, Now.AddHours(26), TimeSpan.FromHours(1), MediaKind.Voice)));
            Assert.That((meeting.Subject, meeting.GroupUri, meeting.TimeZoneId, meeting.Language), Is.EqualTo(("Plan", "group", 26, MeetingLanguage.English)));
            Assert.That((meeting.Cap, meeting.ProlongBy, meeting.EncryptMode, meeting.Passwords.Guest), Is.EqualTo((20, TimeSpan.FromMinutes(15), EncryptMode.None, "4321")));
            Assert.That(meeting.Notices, Is.EqualTo(new NoticeWishes { BySms = true }));
            Assert.That(meeting.Entry, Is.EqualTo(new EntryRules
            {
                Restriction = JoinRestriction.Invited,
                WaitingRoom = true,
                MuteOnEntry = true,
                MuteTerminalsOnEntry = true,
                HostCameraOn = true,
                GuestCameraOn = true,
            }));
            Assert.That(meeting.Recording, Is.EqualTo(new RecordingTerms
            {
                Kind = RecordKind.LiveAndRecord,
                IsAutomatic = true,
                WithShare = true,
                Audience = RecordAudience.Participants,
                LiveAddress = "rtmp://live.example.com/app/key",
                ShareAddress = "rtmps://live.example.com/app/share",
            }));
        }
    }

    private static IEnumerable<TestCaseData<BookingRequest>> FieldsOutOfRange()
    {
        yield return Field("mediaTypes missing", Plain with { MediaTypes = null }, Refusal.ConfParamsNullException);
        yield return Field("mediaTypes unknown", Plain with { MediaTypes = "Hologram" }, Refusal.ConfMediaTypesIllegal);
        yield return Field("mediaTypes data alone", Plain with { MediaTypes = "Data" }, Refusal.ConfMediaTypesIllegal);
        yield return Field("length 14", Plain with { Length = 14 }, Refusal.ConfLengthOverRange);
        yield return Field("length 1441", Plain with { Length = 1441 }, Refusal.ConfLengthOverRange);
        yield return Field("length 0", Plain with { Length = 0 }, Refusal.ConfLengthOverRange);
        yield return Field("subject 129", Plain with { Subject = new('s', 129) }, Refusal.ConfSubjectLengthTooLong);
        yield return Field("groupuri 32", Plain with { GroupUri = new('g', 32) }, Refusal.ConfGroupuriLengthTooLong);
        yield return Field("encryptMode 3", Plain with { EncryptMode = 3 }, Refusal.ConfEncryptModeNotInRange);
        yield return Field("language", Plain with { Language = "fr-FR" }, Refusal.ConfLanguageNotInRange);
        yield return Field("timeZoneID 75", Plain with { TimeZoneId = "75" }, Refusal.ParameterVerifiedFail);
        yield return Field("timeZoneID word", Plain with { TimeZoneId = "Asia/Shanghai" }, Refusal.ParameterVerifiedFail);
        yield return Field("recordType 4", Plain with { RecordType = 4 }, Refusal.ConfRecordTypeNotInRange);
        yield return Field("isAutoRecord 2", Plain with { IsAutoRecord = 2 }, Refusal.ConfAutoRecordNotInRange);
        yield return Field("recordAuxStream 2", Plain with { RecordAuxStream = 2 }, Refusal.ConfRecordAuxStreamNotInRange);
        yield return Field("recordAuthType 3", Plain with { RecordAuthType = 3 }, Refusal.ParameterVerifiedFail);
        yield return Field("liveAddress 256", Plain with { LiveAddress = "rtmp://a/" + new string('k', 247) }, Refusal.ConfLiveAddressTooLong);
        yield return Field("auxAddress 256", Plain with { AuxAddress = "rtmp://a/" + new string('k', 247) }, Refusal.ConfAuxAddressTooLong);
        yield return Field("liveAddress http", Plain with { LiveAddress = "http://10.0.0.1/admin" }, Refusal.ParameterVerifiedFail);
        yield return Field("vmrFlag 2", Plain with { VmrFlag = 2 }, Refusal.ConfVmrFlagNotInRange);
        yield return Field("vmrID too long", Plain with { VmrFlag = 1, VmrId = new('v', 65) }, Refusal.ConfVmridTooLong);
        yield return Field("vmrFlag without vmrID", Plain with { VmrFlag = 1 }, Refusal.ConfParamsNullException);
        yield return Field("vmrIDType 2", Plain with { VmrIdType = 2 }, Refusal.ParameterVerifiedFail);
        yield return Field("confResType webinar", Plain with { ConfResType = 2 }, Refusal.ConfNotSupport);
        yield return Field("confResType 4", Plain with { ConfResType = 4 }, Refusal.ConfConferenceTypeIllegal);
        yield return Field("confResType room without room", Plain with { ConfResType = 1 }, Refusal.ParameterVerifiedFail);
        yield return Field("interpretation", Plain with { Interpretation = true }, Refusal.ConfNotSupport);
        yield return Field("concurrentParticipants -1", Plain with { ConcurrentParticipants = -1 }, Refusal.ConfSizeOverRange);
        yield return Field("concurrentParticipants 1001", Plain with { ConcurrentParticipants = 1001 }, Refusal.ConfSizeOverRange);
        yield return Field("callInRestriction 1", Plain with { CallInRestriction = 1 }, Refusal.ParameterVerifiedFail);
        yield return Field("prolongLength 61", Plain with { ProlongLength = 61 }, Refusal.ParameterVerifiedFail);
        yield return Field("guestPwd 3 digits", Plain with { GuestPwd = "123" }, Refusal.GuestPwdIllegal);
        yield return Field("guestPwd letters", Plain with { GuestPwd = "12345a" }, Refusal.GuestPwdIllegal);
        yield return Field("attendees 1001", Plain with { Invitees = [.. Enumerable.Repeat(new InviteeRequest { Phone = "1" }, 1001)] }, Refusal.ConfAttendeesNumberExceedLimit);
        yield return Field("start in the past", Plain with { Start = Now.AddMinutes(-6) }, Refusal.ConfStartTimeLessThanCurrentTime);
        yield return Field("start over a year ahead", Plain with { Start = Now.AddYears(1).AddMinutes(1) }, Refusal.ConfStartTimeOverMaxScheduleTime);
        yield return Field("recurring without cycleParams", Tomorrow with { IsRecurring = true }, Refusal.ConfCycleParamsNullException);

        static TestCaseData<BookingRequest> Field(string name, BookingRequest request, Refusal refusal) =>
            new(request) { ExpectedResult = refusal, TestName = $"Out of range: {name}" };
    }

    [TestCaseSource(nameof(FieldsOutOfRange))]
    public Refusal A_field_out_of_range_is_refused_with_its_own_code(BookingRequest request) => new BookingOffice().Refuse(request);

    private static IEnumerable<TestCaseData<BookingRequest>> FieldsAtTheEdge()
    {
        yield return Edge("length 15", Plain with { Length = 15 });
        yield return Edge("length 1440", Plain with { Length = 1440 });
        yield return Edge("subject 128", Plain with { Subject = new('s', 128) });
        yield return Edge("groupuri 31", Plain with { GroupUri = new('g', 31) });
        yield return Edge("liveAddress 255", Plain with { LiveAddress = "rtmp://a/" + new string('k', 246) });
        yield return Edge("start just now", Plain with { Start = Now.AddMinutes(-5) });
        yield return Edge("start in a year", Plain with { Start = Now.AddYears(1) });
        yield return Edge("timeZoneID 74", Plain with { TimeZoneId = "74" });
        yield return Edge("empty strings", Plain with { Subject = "", Language = "", TimeZoneId = "", GuestPwd = "", LiveAddress = "", VmrId = "" });
        yield return Edge("mediaTypes list", Plain with { MediaTypes = "Voice, Video,HDVideo,Data" });
        yield return Edge("confResType 0", Plain with { ConfResType = 0, VmrFlag = 0 });
        yield return Edge("prolongLength 60", Plain with { ProlongLength = 60 });

        static TestCaseData<BookingRequest> Edge(string name, BookingRequest request) =>
            new(request) { ExpectedResult = Refusal.None, TestName = $"At the edge: {name}" };
    }

    [TestCaseSource(nameof(FieldsAtTheEdge))]
    public Refusal A_field_at_its_edge_is_taken(BookingRequest request) => new BookingOffice().Refuse(request);

    [Test]
    public void A_number_in_use_is_not_given_again()
    {
        // The same identities are drawn twice, so the second booking draws the first one's number first.
        var office = new BookingOffice();
        var first = office.Book(Plain);
        var second = new BookingOffice();
        second.Taken.Add(first.Id);

        Assert.That(second.Book(Plain).Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public void When_all_numbers_are_taken_no_meeting_is_booked()
    {
        var context = new BookingOffice().Context(Alice) with { IsTaken = _ => true };

        Assert.That(BookingRules.TryBook(Plain, context, new SeededIdentities(), Now, out _), Is.EqualTo(Refusal.ConfApplyResourceFailed));
    }

    [Test]
    public void Guests_need_no_password_where_the_meeting_has_a_number_of_its_own()
    {
        var meeting = new BookingOffice().Book(Plain with { IsGuestFreePwd = true });

        Assert.That(meeting.Passwords.GuestsAreFree, Is.True);
        Assert.That(meeting.Passwords.Chair, Has.Length.EqualTo(6));
    }

    [Test]
    public void Recording_is_automatic_only_where_there_is_recording([Values(0, 1, 2, 3)] int recordType) =>
        Assert.That(new BookingOffice().Book(Plain with { RecordType = recordType, IsAutoRecord = 1 }).Recording.IsAutomatic, Is.EqualTo(recordType >= 2));

    [TestCase(CorporationTier.Paid, 1000, true, Refusal.None)]
    [TestCase(CorporationTier.Paid, 0, true, Refusal.OrgNotBuyRecspace)]
    [TestCase(CorporationTier.Paid, 1000, false, Refusal.ConfNotSupportRecord)]
    [TestCase(CorporationTier.Free, 1000, true, Refusal.ConfNotSupportRecord)]
    public void Recording_is_booked_only_where_it_was_bought(CorporationTier tier, long space, bool may, Refusal expected)
    {
        var office = new BookingOffice();
        office = new BookingOffice { Corporation = office.Corporation with { Tier = tier, RecordingSpace = space, MayRecord = may } };

        Assert.That(office.Refuse(Plain with { RecordType = 2 }), Is.EqualTo(expected));
        Assert.That(office.Refuse(Plain with { RecordType = 3 }), Is.EqualTo(expected));
        Assert.That(office.Refuse(Plain with { RecordType = 0, IsAutoRecord = 1 }), Is.EqualTo(Refusal.None));
    }

    [Test]
    public void Streaming_is_booked_only_where_it_was_bought()
    {
        var office = new BookingOffice();
        office = new BookingOffice { Corporation = office.Corporation with { MayStream = false } };

        Assert.That(office.Refuse(Plain with { RecordType = 1 }), Is.EqualTo(Refusal.ConfNotSupport));
    }

    [TestCase(45, Refusal.None)]
    [TestCase(46, Refusal.ConfDurationOverRange)]
    public void A_meeting_of_the_free_tier_has_45_minutes(int length, Refusal expected)
    {
        var office = new BookingOffice { Corporation = new BookingOffice().Corporation with { Tier = CorporationTier.Free } };

        Assert.That(office.Refuse(Plain with { Length = length }), Is.EqualTo(expected));
    }

    [Test]
    public void A_corporation_without_seats_books_only_on_a_room()
    {
        var office = new BookingOffice { Corporation = new BookingOffice().Corporation with { ConcurrentSeats = 0 }, Room = RoomOf(Alice) };

        Assert.That(office.Refuse(Plain), Is.EqualTo(Refusal.OrgConcurrentParticipantsNumberIsZero));
        Assert.That(office.Refuse(OnRoom(Plain)), Is.EqualTo(Refusal.None));
    }

    [Test]
    public void Sms_notices_are_for_corporations_that_bought_them()
    {
        var office = new BookingOffice { Corporation = new BookingOffice().Corporation with { MaySendSms = false } };

        Assert.That(office.Book(Plain with { NotifyBySms = true }).Notices.BySms, Is.False);
    }

    [Test]
    public void Nobody_books_for_a_corporation_that_is_not_his_or_when_he_is_switched_off()
    {
        var office = new BookingOffice();

        Assert.That(office.Refuse(Plain, Stranger), Is.EqualTo(Refusal.ConfInsufficientPermissions));
        Assert.That(office.Refuse(Plain, Alice with { IsActive = false }), Is.EqualTo(Refusal.ConfInsufficientPermissions));
        var closed = new BookingOffice { Corporation = office.Corporation with { IsActive = false } };
        Assert.That(closed.Refuse(Plain), Is.EqualTo(Refusal.ConfInsufficientPermissions));
    }

    [Test]
    public void A_terminal_opens_a_meeting_on_its_room_at_once_and_nothing_else()
    {
        var office = new BookingOffice { Room = RoomOf(Board) };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(office.Refuse(OnRoom(Plain), Board), Is.EqualTo(Refusal.None));
            Assert.That(office.Refuse(OnRoom(Tomorrow), Board), Is.EqualTo(Refusal.ConfInsufficientPermissions));
            Assert.That(office.Refuse(Plain, Board), Is.EqualTo(Refusal.ConfInsufficientPermissions));
            Assert.That(office.Refuse(OnRoom(Plain) with { IsRecurring = true }, Board), Is.EqualTo(Refusal.ConfInsufficientPermissions));
            Assert.That(office.Refuse(OnRoom(Plain) with { RecordType = 2 }, Board), Is.EqualTo(Refusal.ConfNotSupportRecord));
        }
    }
}
