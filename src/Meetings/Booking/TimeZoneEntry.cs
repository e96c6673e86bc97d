namespace Meetings.Booking;

/// <summary>One line of <see cref="TimeZoneList"/>; <paramref name="Offset"/> in minutes.</summary>
internal sealed record TimeZoneEntry(int Id, int Offset, string Region, string English, string Chinese);
