using Meetings.Booking;
using Meetings.Corporations;

namespace Meetings.Conduct;

/// <summary>A run's setup from what was booked and from what the corporation has at the moment the run begins.</summary>
public static class MeetingSetups
{
    /// <param name="roomSeats">The size of the cloud meeting room, for a meeting that sits on its seats.</param>
    public static MeetingSetup Of(BookedMeeting booked, Corporation corporation, RunId run, int? roomSeats = null, MeetingOptions? options = null)
    {
        var meeting = BookingLife.Present(booked);
        var size = roomSeats ?? corporation.SeatsPerMeeting;
        if (corporation.Tier == CorporationTier.Free && size > Corporation.FreeSeats)
            size = Corporation.FreeSeats;

        return new()
        {
            Conference = meeting.Id,
            Run = run,
            Corporation = meeting.Corporation,
            Owner = meeting.Owner,
            OwnerName = meeting.OwnerName,
            Subject = meeting.Subject,
            Media = meeting.Media,
            Passwords = meeting.Passwords,
            DialledNumber = meeting.Dialled.Value,
            ScheduledStart = meeting.Start,
            BookedEnd = meeting.End,
            Length = meeting.Length,
            MaxLength = corporation.LengthLimit,
            Prolong = meeting.ProlongBy,
            SeatKind = meeting.HasRoomSeats ? SeatKind.CloudRoom : SeatKind.Concurrent,
            Capacity = meeting.Cap > 0 && meeting.Cap < size ? meeting.Cap : size,
            JoinRestriction = meeting.Entry.Restriction,
            EarlyGuests = meeting.Entry.GuestsFirst ? EarlyGuests.ComeIn : EarlyGuests.Wait,
            WaitingRoom = meeting.Entry.WaitingRoom,
            MuteClientsOnEntry = meeting.Entry.MuteOnEntry,
            MuteTerminalsOnEntry = meeting.Entry.MuteTerminalsOnEntry,
            Recording = meeting.Recording.Kind,
            RecordAutomatically = meeting.Recording.IsAutomatic,
            RecordShare = meeting.Recording.WithShare,
            LiveAddress = meeting.Recording.LiveAddress,
            ShareLiveAddress = meeting.Recording.ShareAddress,
            Language = meeting.Language,
            Invitees = meeting.Invitees,
            Options = options ?? new(),
        };
    }
}
