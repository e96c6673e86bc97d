namespace Meetings.Booking;

/// <summary>The documented limits of a booking, and ours where nothing is documented.</summary>
public sealed record BookingLimits
{
    public int DefaultLength { get; init; } = 30;

    public int ShortestLength { get; init; } = 15;

    public int LongestLength { get; init; } = 1440;

    public int LongestSubject { get; init; } = 128;

    public int LongestGroupUri { get; init; } = 31;

    public int LongestAddress { get; init; } = 255;

    /// <summary>Ours: an internal id is 32 digits; others' may be longer.</summary>
    public int LongestRoomId { get; init; } = 64;

    public int LongestDescription { get; init; } = 200;

    public int LongestProlonging { get; init; } = 60;

    /// <summary>Ours: the size of the largest meeting.</summary>
    public int MaxInvitees { get; init; } = 1000;

    public int MaxOccurrences { get; init; } = 50;

    /// <summary>
    /// Ours: a caller's clock may be slow, and the wire's times have no seconds, so "now" is up to a minute ago when it arrives.
    /// </summary>
    public TimeSpan PastTolerance { get; init; } = TimeSpan.FromMinutes(5);

    public int MonthsAhead { get; init; } = 12;
}
