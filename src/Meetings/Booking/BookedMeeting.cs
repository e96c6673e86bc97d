using System.Text.Json.Serialization;
using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>
/// A meeting that was accepted, from its booking to its end for good. Only what the booking itself fixed is in it: seats and limits
/// are asked of the corporation when they are needed, so that new capacity holds for it too.
/// </summary>
public sealed record BookedMeeting
{
    public required ConferenceId Id { get; init; }

    public required CorporationId Corporation { get; init; }

    /// <summary>Who booked it; the owner, who is chair when he joins.</summary>
    public required AccountId Owner { get; init; }

    public string OwnerName { get; init; } = "";

    public string OwnerEmail { get; init; } = "";

    public string OwnerDepartment { get; init; } = "";

    public DateTimeOffset BookedAt { get; init; }

    /// <summary>Rises with every change; a calendar entry's SEQUENCE.</summary>
    public int Revision { get; init; }

    public BookingKind Kind { get; init; }

    public BookingPhase Phase { get; init; }

    /// <summary>The run that is going on, or the last one.</summary>
    public RunId? Run { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>Of a recurring meeting: the one that is held now or next.</summary>
    public DateTimeOffset Start { get; init; }

    public TimeSpan Length { get; init; }

    public MediaKind Media { get; init; } = MediaKind.Video;

    public int TimeZoneId { get; init; } = 56;

    public MeetingLanguage Language { get; init; }

    public string GroupUri { get; init; } = "";

    public RoomId? Room { get; init; }

    /// <summary>The number people dial where it is the room's, not <see cref="Id"/>.</summary>
    public ConferenceId? RoomNumber { get; init; }

    public RoomMode RoomMode { get; init; }

    public RoomIdKind RoomIdKind { get; init; }

    /// <summary>The wire's confResType, 0 concurrent or 1 room.</summary>
    public int ResourceType { get; init; }

    /// <summary>The most people in it at once; 0 is no cap of its own.</summary>
    public int Cap { get; init; }

    public required MeetingPasswords Passwords { get; init; }

    public required JoinTokens Tokens { get; init; }

    public EntryRules Entry { get; init; } = new();

    public RecordingTerms Recording { get; init; } = new();

    public EncryptMode EncryptMode { get; init; }

    public NoticeWishes Notices { get; init; } = new();

    /// <summary>By how much it goes on at its end while someone is in, again and again; zero ends it on time.</summary>
    public TimeSpan ProlongBy { get; init; }

    public IReadOnlyList<Invitee> Invitees { get; init; } = [];

    public RecurrencePattern? Pattern { get; init; }

    /// <summary>Those that are not over, in order of time; empty but for a recurring meeting.</summary>
    public IReadOnlyList<Occurrence> Occurrences { get; init; } = [];

    /// <summary>The template it was booked from, if any.</summary>
    public string TemplateId { get; init; } = "";

    [JsonIgnore]
    public DateTimeOffset End => Start + Length;

    /// <summary>The number people type: the room's for a meeting with a fixed id.</summary>
    [JsonIgnore]
    public ConferenceId Dialled => RoomNumber ?? Id;

    /// <summary>Whether it sits on a room's own seats.</summary>
    [JsonIgnore]
    public bool HasRoomSeats => Room is not null && RoomMode == RoomMode.Cloud;
}
