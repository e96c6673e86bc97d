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
            RoomSeats = roomSeats,
            GuestKey = meeting.Tokens.Guest,
            Cap = meeting.Cap,
            Capacity = CapacityOf(meeting.Cap, roomSeats, corporation),
            JoinRestriction = meeting.Entry.Restriction,
            EarlyGuests = meeting.Entry.GuestsFirst ? EarlyGuests.ComeIn : EarlyGuests.Wait,
            WaitingRoom = meeting.Entry.WaitingRoom,
            MuteClientsOnEntry = meeting.Entry.MuteOnEntry,
            MuteTerminalsOnEntry = meeting.Entry.MuteTerminalsOnEntry,
            HostCameraOn = meeting.Entry.HostCameraOn,
            GuestCameraOn = meeting.Entry.GuestCameraOn,
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

    /// <summary>How many may be in, by what the booking wants (0 says nothing), the size of the room and what the corporation has.</summary>
    public static int CapacityOf(int cap, int? roomSeats, Corporation corporation)
    {
        var size = roomSeats ?? corporation.SeatsPerMeeting;
        if (corporation.Tier == CorporationTier.Free && size > Corporation.FreeSeats)
            size = Corporation.FreeSeats;
        return cap > 0 && cap < size ? cap : size;
    }
}
