using System.Text.Json.Serialization;

namespace Meetings.Corporations;

/// <summary>
/// A corporation and what it may use. Rules ask it at the moment they need to know, never a copy made at booking:
/// capacity bought today holds for meetings booked yesterday.
/// </summary>
public sealed record Corporation
{
    public const int FreeSeats = 25;

    public static readonly TimeSpan FreeLength = TimeSpan.FromMinutes(45);
    public static readonly TimeSpan LongestLength = TimeSpan.FromMinutes(1440);

    public required CorporationId Id { get; init; }

    public required string Name { get; init; }

    public CorporationTier Tier { get; init; } = CorporationTier.Paid;

    /// <summary>Seats bought for all meetings together that do not stand on a cloud meeting room's own seats.</summary>
    public int ConcurrentSeats { get; init; } = 500;

    /// <summary>The most people in one meeting on concurrent seats.</summary>
    public int SeatsPerMeeting { get; init; } = 1000;

    /// <summary>Space for recordings in MB; 0 is not bought.</summary>
    public long RecordingSpace { get; init; }

    public bool MayRecord { get; init; } = true;

    public bool MayStream { get; init; } = true;

    /// <summary>Whether telephones outside may be called and may call in (PSTN).</summary>
    public bool MayCallPhones { get; init; }

    public bool MaySendSms { get; init; }

    public bool IsActive { get; init; } = true;

    public MeetingDefaults Defaults { get; init; } = new();

    /// <summary>The seats that count now.</summary>
    [JsonIgnore]
    public int Seats => Tier == CorporationTier.Free ? Math.Min(FreeSeats, ConcurrentSeats) : ConcurrentSeats;

    /// <summary>How long one of its meetings may be, prolonging included on the free tier.</summary>
    [JsonIgnore]
    public TimeSpan LengthLimit => Tier == CorporationTier.Free ? FreeLength : LongestLength;

    /// <summary>Whether a meeting may be booked with recording at all: none on the free tier, none where no space was bought.</summary>
    [JsonIgnore]
    public Refusal RecordingRefusal => Tier == CorporationTier.Free || !MayRecord
        ? Refusal.ConfNotSupportRecord
        : RecordingSpace <= 0 ? Refusal.OrgNotBuyRecspace : Refusal.None;
}
