using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using Meetings.History;
using SignalingHost.Conferences;
using SignalingHost.Settings;
using SignalingHost.Web;

namespace SignalingHost.Rest.Management;

/// <summary>Writes meetings as the API shows them, each to the one who asks: hosts see the chair's password and link, others only the guests'.</summary>
internal sealed class ConferenceInfos(PublicAddress address, SipOptions sip)
{
    private const int MostShown = 20;

    /// <summary>A booking, and how many are in it where it runs.</summary>
    public ConferenceInfo Of(BookedMeeting meeting, Viewer viewer, int? online = null, bool withRole = false)
    {
        var isHost = BookingAccess.RoleOf(meeting, viewer.Account) == InviteeRole.Host;
        var isRunning = meeting.Phase is BookingPhase.Created or BookingPhase.Creating;
        var present = BookingLife.Present(meeting);
        return Describe(present, viewer, isHost) with
        {
            ConfUuid = meeting.Kind == BookingKind.Instant || isRunning ? meeting.Run?.Value : null,
            OnlineAttendeeAmount = online,
            Role = !withRole ? null : isHost ? "chair" : "general",
        };
    }

    /// <summary>A run that is over, by the times at which it was held.</summary>
    public ConferenceInfo Of(RunRecord run, Viewer viewer, bool hasRecording, bool withRole = false)
    {
        var isHost = BookingAccess.RoleOf(run.Meeting, viewer.Account) == InviteeRole.Host;
        return Describe(run.Meeting, viewer, isHost) with
        {
            StartTime = WireTime.Format(run.Start),
            EndTime = WireTime.Format(run.End ?? run.Meeting.End),
            ConferenceState = run.End is null ? nameof(BookingPhase.Created) : nameof(BookingPhase.Destroyed),
            ConfUuid = run.Id.Value,
            IsHasRecordFile = hasRecording,
            SubConfs = null,
            CycleSubConfID = run.OccurrenceId.Length > 0 ? run.OccurrenceId : null,
            Role = !withRole ? null : isHost ? "chair" : "general",
        };
    }

    private ConferenceInfo Describe(BookedMeeting meeting, Viewer viewer, bool isHost)
    {
        var terminals = meeting.Invitees.Where(one => one.IsTerminal).ToArray();
        var people = meeting.Invitees.Where(one => !one.IsTerminal).ToArray();
        return new ConferenceInfo
        {
            ConferenceID = meeting.Id.Value,
            Subject = meeting.Subject,
            Size = SizeOf(meeting, viewer),
            TimeZoneID = meeting.TimeZoneId.ToString(),
            StartTime = WireTime.Format(meeting.Start),
            EndTime = WireTime.Format(meeting.End),
            MediaTypes = meeting.Media.Wire,
            ConferenceState = meeting.Phase.ToString(),
            Language = meeting.Language.Wire,
            AccessNumber = Said(sip.AccessNumber),
            PasswordEntry = isHost
                ? [new("chair", meeting.Passwords.Chair), new("general", meeting.Passwords.Guest)]
                : [new("general", meeting.Passwords.Guest)],
            UserUuid = meeting.Owner.Value,
            ScheduserName = meeting.OwnerName,
            ConferenceType = meeting.Kind == BookingKind.Recurring ? 2 : 0,
            ConfType = meeting.Kind switch { BookingKind.Instant => "IMMEDIATELY", BookingKind.Recurring => "CYCLE", _ => "FUTURE" },
            CycleParams = meeting.Pattern is { } pattern ? CycleParams.Of(pattern) : null,
            IsAutoMute = meeting.Entry.MuteOnEntry ? 1 : 0,
            IsAutoRecord = meeting.Recording.IsAutomatic ? 1 : 0,
            ChairJoinUri = isHost ? address.JoinLink(viewer.At, meeting.Dialled, meeting.Tokens.Chair) : null,
            GuestJoinUri = address.JoinLink(viewer.At, meeting.Dialled, meeting.Tokens.Guest),
            RecordType = (int)meeting.Recording.Kind,

            // A push address carries the key of the platform's channel.
            AuxAddress = isHost ? Said(meeting.Recording.ShareAddress) : null,
            LiveAddress = isHost ? Said(meeting.Recording.LiveAddress) : null,
            RecordAuxStream = meeting.Recording.WithShare ? 1 : 0,
            RecordAuthType = (int)meeting.Recording.Audience,
            ConfConfigInfo = ConfConfigInfo.Of(meeting) with { GuestPwd = isHost ? Said(meeting.Passwords.Guest) : null },
            VmrFlag = meeting.Room is null ? 0 : 1,
            VmrConferenceID = meeting.Room is null ? null : meeting.Dialled.Value,
            VmrID = meeting.Room?.Value,
            ScheduleVmr = meeting.Room is not null,
            PartAttendeeInfo = [.. people.Take(MostShown).Concat(terminals.Take(MostShown)).Select(PartOf)],
            TerminlCount = terminals.Length,
            NormalCount = people.Length,
            DeptName = Said(meeting.OwnerDepartment),
            ConcurrentParticipants = meeting.Cap,
            SubConfs = meeting.Kind == BookingKind.Recurring ? [.. meeting.Occurrences.Select(one => SubConfOf(meeting, one))] : null,
        };
    }

    private static int SizeOf(BookedMeeting meeting, Viewer viewer)
    {
        var most = meeting.HasRoomSeats
            ? viewer.Rooms.GetValueOrDefault(meeting.Room!.Value)?.Seats ?? 0
            : Math.Min(viewer.Corporation.Seats, viewer.Corporation.SeatsPerMeeting);
        return meeting.Cap > 0 ? Math.Min(meeting.Cap, most) : most;
    }

    private static PartAttendee PartOf(Invitee one) => new()
    {
        Name = one.Name,
        Phone = one.Number,
        Phone2 = Said(one.Number2),
        Phone3 = Said(one.Number3),
        Type = one.Kind.Wire,
        Role = (int)one.Role,
        IsMute = one.IsMuted ? 1 : 0,
    };

    private static CycleSubConf SubConfOf(BookedMeeting meeting, Occurrence one) => new()
    {
        CycleSubConfID = one.Id,
        ConferenceID = meeting.Id.Value,
        MediaType = one.Media.Wire,
        StartTime = WireTime.Format(one.Start),
        EndTime = WireTime.Format(one.Start + one.Length),
        IsAutoRecord = one.RecordsAutomatically ? 1 : 0,
        ConfConfigInfo = new SubConfConfigInfo
        {
            CallInRestriction = (int)one.Entry.Restriction,
            AllowGuestStartConf = one.Entry.GuestsFirst,
            EnableWaitingRoom = one.Entry.WaitingRoom,
        },
        RecordAuthType = (int)one.RecordAudience,
        Description = Said(one.Description),
    };

    private static string? Said(string text) => text.Length > 0 ? text : null;
}

/// <summary>Who looks, from where, and what must be known of his corporation to show him a meeting.</summary>
internal sealed record Viewer(Account Account, Corporation Corporation, string At)
{
    /// <summary>The rooms with seats of their own among those that are shown.</summary>
    public IReadOnlyDictionary<RoomId, CloudRoom> Rooms { get; init; } = new Dictionary<RoomId, CloudRoom>();
}

internal static class InviteeTerminals
{
    extension(Invitee one)
    {
        /// <summary>Whether it is a device in a meeting room rather than a person.</summary>
        public bool IsTerminal => one.Kind is InviteeKind.Terminal or InviteeKind.IdeaHub or InviteeKind.Board or InviteeKind.HwVision;
    }
}
