using System.Globalization;
using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>
/// Makes a meeting of a request whose fields are in range: fills in defaults and asks the corporation, the recurrence and the room's calendar.
/// The same way is gone for a new booking and for a changed one.
/// </summary>
internal static class BookingDraft
{
    private const int OccurrenceIdDigits = 32;

    public static Refusal TryFill(
        BookedMeeting seed, BookingRequest request, BookingContext context, IIdentitySource identities, DateTimeOffset now,
        out BookedMeeting? meeting)
    {
        meeting = null;
        var filled = Describe(seed, request, context, now);
        if (CheckSize(filled, context) is var size and not Refusal.None)
            return size;
        if (CheckRecording(filled, context) is var recording and not Refusal.None)
            return recording;
        if (TrySchedule(filled, request, context, identities, now, out var scheduled) is var schedule and not Refusal.None)
            return schedule;

        foreach (var use in RoomCalendar.Uses(scheduled))
        {
            if (RoomCalendar.Check(context.RoomUses, scheduled.Id, use.Start, use.End) is var conflict and not Refusal.None)
                return conflict;
        }

        meeting = scheduled;
        return Refusal.None;
    }

    private static BookedMeeting Describe(BookedMeeting seed, BookingRequest request, BookingContext context, DateTimeOffset now)
    {
        var defaults = context.Corporation.Defaults;
        var room = request.VmrFlag == 1 ? context.Room : null;
        var idKind = (RoomIdKind)(request.VmrIdType ?? 0);
        var hasRoomNumber = room is not null && idKind == RoomIdKind.Fixed;
        var language = string.IsNullOrEmpty(request.Language) || !MeetingLanguages.TryParse(request.Language, out var said) ? defaults.Language : said;
        var media = MediaKinds.TryParse(request.MediaTypes ?? "", out var asked) ? asked : MediaKind.Video;

        return seed with
        {
            Kind = BookingPermits.IsCyclic(request) ? BookingKind.Recurring
                : seed.Revision > 0 ? seed.Kind
                : request.Start is null ? BookingKind.Instant
                : BookingKind.Booked,
            Start = request.Start ?? now,
            Length = LengthOf(request, context),
            Subject = string.IsNullOrWhiteSpace(request.Subject) ? SubjectFor(seed.OwnerName, language, context.Limits) : request.Subject,
            Media = media,
            TimeZoneId = MeetingTimeZone.TryParse(request.TimeZoneId, out var zone) ? zone : defaults.TimeZoneId,
            Language = language,
            GroupUri = request.GroupUri ?? "",
            Room = room?.Id,
            RoomNumber = hasRoomNumber ? room!.Number : null,
            RoomMode = room?.Mode ?? RoomMode.Personal,
            RoomIdKind = room is null ? RoomIdKind.Fixed : idKind,
            ResourceType = room is { Mode: RoomMode.Cloud } ? 1 : 0,
            Cap = request.ConcurrentParticipants ?? 0,
            Passwords = hasRoomNumber ? room!.Passwords : seed.Passwords,
            Tokens = hasRoomNumber ? room!.Tokens : seed.Tokens,
            Entry = EntryOf(request, defaults, hasRoomNumber ? room : null),
            Recording = RecordingOf(request),
            EncryptMode = (EncryptMode)(request.EncryptMode ?? 0),
            Notices = NoticesOf(request, context.Corporation),
            ProlongBy = TimeSpan.FromMinutes(request.ProlongLength ?? 0),
            Invitees = InviteesOf(request, mayCallOut: room is null or { Mode: RoomMode.Personal } && !hasRoomNumber),
        };
    }

    private static Refusal CheckSize(BookedMeeting meeting, BookingContext context)
    {
        var corporation = context.Corporation;
        if (meeting.Length > corporation.LengthLimit)
            return Refusal.ConfDurationOverRange;
        if (!meeting.HasRoomSeats && corporation.Seats <= 0)
            return Refusal.OrgConcurrentParticipantsNumberIsZero;

        return meeting.Cap > (meeting.HasRoomSeats ? context.Room!.Seats : corporation.SeatsPerMeeting) ? Refusal.ConfSizeOverRange : Refusal.None;
    }

    private static Refusal CheckRecording(BookedMeeting meeting, BookingContext context)
    {
        if (meeting.Recording.Records)
        {
            if (context.By.Kind == AccountKind.Terminal)
                return Refusal.ConfNotSupportRecord;
            if (context.Corporation.RecordingRefusal is var refusal and not Refusal.None)
                return refusal;
        }

        return meeting.Recording.Streams && !context.Corporation.MayStream ? Refusal.ConfNotSupport : Refusal.None;
    }

    private static Refusal TrySchedule(
        BookedMeeting filled, BookingRequest request, BookingContext context, IIdentitySource identities, DateTimeOffset now, out BookedMeeting meeting)
    {
        meeting = filled with { Pattern = null, Occurrences = [] };
        if (filled.Kind != BookingKind.Recurring)
            return Refusal.None;
        if (request.Cycle is null)
            return Refusal.ConfCycleParamsNullException;
        if (request.Start is not { } start)
            return Refusal.ConfParamsNullException;

        var zone = MeetingTimeZone.Of(filled.TimeZoneId);
        if (Recurrence.TryRead(request.Cycle, TimeOnly.FromDateTime(zone.Local(start)), filled.Length, out var pattern) is var read and not Refusal.None)
            return read;
        if (BookingRules.StartIsPossible(zone.At(pattern!.StartDate, pattern.At), context.Limits, now) == Refusal.ConfStartTimeOverMaxScheduleTime)
            return Refusal.ConfStartTimeOverMaxScheduleTime;

        var held = filled.Occurrences.ToDictionary(one => one.Day, one => one.Id);
        var keepsDays = filled.Revision > 0 && filled.Pattern is { } before && SameDays(before, pattern);
        var occurrences = Recurrence
            .Moments(pattern, zone, context.Limits.MaxOccurrences, now - context.Limits.PastTolerance)

            // A day that was called off stays off unless other days are asked for.
            .Where(moment => !keepsDays || held.ContainsKey(moment.Day))
            .Select(moment => new Occurrence
            {
                Id = held.TryGetValue(moment.Day, out var id) ? id : identities.Hex(OccurrenceIdDigits),
                Day = moment.Day,
                Start = moment.Start,
                Length = filled.Length,
                Media = filled.Media,
                RecordsAutomatically = filled.Recording.IsAutomatic,
                RecordAudience = filled.Recording.Audience,
                Entry = filled.Entry,
            })
            .ToArray();
        if (occurrences.Length == 0)
            return Refusal.ParameterVerifiedFail;

        meeting = filled with { Pattern = pattern, Occurrences = occurrences, Start = occurrences[0].Start };
        return Refusal.None;
    }

    private static bool SameDays(RecurrencePattern one, RecurrencePattern other) =>
        one.Cycle == other.Cycle
        && one.StartDate == other.StartDate
        && one.EndDate == other.EndDate
        && one.Interval == other.Interval
        && one.Points.SequenceEqual(other.Points);

    private static TimeSpan LengthOf(BookingRequest request, BookingContext context)
    {
        if (request.Length is { } minutes)
            return TimeSpan.FromMinutes(minutes);

        var usual = TimeSpan.FromMinutes(context.Limits.DefaultLength);
        return usual < context.Corporation.LengthLimit ? usual : context.Corporation.LengthLimit;
    }

    private static string SubjectFor(string owner, MeetingLanguage language, BookingLimits limits)
    {
        var subject = language == MeetingLanguage.English
            ? string.Create(CultureInfo.InvariantCulture, $"{owner}'s meeting")
            : $"{owner}的会议";
        return subject.Length <= limits.LongestSubject ? subject : subject[^limits.LongestSubject..];
    }

    private static EntryRules EntryOf(BookingRequest request, MeetingDefaults defaults, CloudRoom? numbered) => new()
    {
        Restriction = (JoinRestriction)(request.CallInRestriction ?? 0),
        GuestsFirst = numbered?.GuestsFirst ?? request.AllowGuestStartConf ?? defaults.GuestsFirst,
        WaitingRoom = request.EnableWaitingRoom ?? defaults.WaitingRoom,
        MuteOnEntry = request.IsAutoMute ?? false,
        MuteTerminalsOnEntry = request.IsHardTerminalAutoMute ?? false,
        HostCameraOn = request.IsHostCameraOn ?? true,
        GuestCameraOn = request.IsGuestCameraOn ?? true,
    };

    private static RecordingTerms RecordingOf(BookingRequest request)
    {
        var terms = new RecordingTerms
        {
            Kind = (RecordKind)(request.RecordType ?? 0),
            WithShare = request.RecordAuxStream == 1,
            Audience = (RecordAudience)(request.RecordAuthType ?? 0),
            LiveAddress = request.LiveAddress ?? "",
            ShareAddress = request.AuxAddress ?? "",
        };
        return terms with { IsAutomatic = request.IsAutoRecord == 1 && terms.Records };
    }

    private static NoticeWishes NoticesOf(BookingRequest request, Corporation corporation) => new()
    {
        ByMail = request.NotifyByMail ?? corporation.Defaults.NotifyByMail,
        BySms = (request.NotifyBySms ?? corporation.Defaults.NotifyBySms) && corporation.MaySendSms,
        ByCalendar = request.NotifyByCalendar ?? corporation.Defaults.NotifyByCalendar,
    };

    /// <summary>Calling out at the start is for meetings on concurrent seats with a number of their own.</summary>
    private static IReadOnlyList<Invitee> InviteesOf(BookingRequest request, bool mayCallOut)
    {
        var invitees = InviteeRules.MakeAll(request.Invitees);
        return mayCallOut ? invitees : [.. invitees.Select(one => one with { IsCalledAtStart = false })];
    }
}
