using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Meetings.Booking;

namespace SignalingHost.Conferences;

/// <summary>
/// Bookings that were listed lately, so that a list that is asked for again and again is read once. They are kept by their lines in the
/// index: a booking that has changed has another line, and what is read after a line is at least as new as the line.
/// </summary>
internal sealed class ListedBookings
{
    // Four of the largest pages; some 4 kB each.
    private const int Most = 2_000;

    private readonly ConcurrentDictionary<BookingLine, BookedMeeting> _known = new(LineIdentity.Instance);
    private int _count;

    public BookedMeeting? Find(BookingLine line) => _known.GetValueOrDefault(line);

    public void Keep(BookingLine line, BookedMeeting booking)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            _known.Clear();
            Volatile.Write(ref _count, 1);
        }

        _known[line] = booking;
    }

    private sealed class LineIdentity : IEqualityComparer<BookingLine>
    {
        public static LineIdentity Instance { get; } = new();

        public bool Equals(BookingLine? x, BookingLine? y) => ReferenceEquals(x, y);

        public int GetHashCode(BookingLine line) => RuntimeHelpers.GetHashCode(line);
    }
}
