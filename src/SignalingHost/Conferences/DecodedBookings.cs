using System.Collections.Concurrent;
using System.Text.Json;
using Meetings.Booking;

namespace SignalingHost.Conferences;

/// <summary>
/// Bookings that were listed lately, by the text that they are stored as: a list that is asked for again and again is read from the
/// store, and not decoded again. The same text is always the same booking, so nothing here can be out of date.
/// </summary>
internal sealed class DecodedBookings
{
    // Four of the largest pages; some 6 kB each.
    private const int Most = 2_000;

    private readonly ConcurrentDictionary<string, BookedMeeting> _known = new(StringComparer.Ordinal);
    private int _count;

    public BookedMeeting Of(string document)
    {
        if (_known.TryGetValue(document, out var known))
            return known;

        var decoded = JsonSerializer.Deserialize(document, BookingJson.Default.BookedMeeting)!;
        if (Interlocked.Increment(ref _count) > Most)
        {
            _known.Clear();
            Volatile.Write(ref _count, 1);
        }

        _known[document] = decoded;
        return decoded;
    }
}
