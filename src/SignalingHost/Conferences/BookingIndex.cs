using Meetings;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// Which bookings there are, in order of time, and for whom: a few hundred bytes of each, in memory, so that a list or a search among
/// a hundred thousand takes milliseconds in either database. It follows the store, commit by commit; the store is the truth.
/// </summary>
internal sealed class BookingIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (BookingShelf Shelf, BookingLine Line)> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BookingShelf> _shelves = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_gate)
                return _byId.Count;
        }
    }

    public bool Has(ConferenceId id)
    {
        lock (_gate)
            return _byId.ContainsKey(id.Value);
    }

    public void Set(BookingEntry entry)
    {
        lock (_gate)
        {
            Forget(entry.Id);
            if (!_shelves.TryGetValue(entry.Corporation, out var shelf))
                _shelves.Add(entry.Corporation, shelf = new BookingShelf());
            _byId.Add(entry.Id, (shelf, shelf.Add(entry)));
        }
    }

    public void Remove(string id)
    {
        lock (_gate)
            Forget(id);
    }

    /// <summary>A page of the bookings of a corporation, or of those that are for somebody in it.</summary>
    public Found<BookingLine> Find(BookingQuery query)
    {
        lock (_gate)
            return _shelves.TryGetValue(query.Corporation.Value, out var shelf) ? shelf.Find(query) : new Found<BookingLine>([], 0, query.Slice.Offset);
    }

    private void Forget(string id)
    {
        if (!_byId.Remove(id, out var held))
            return;

        held.Shelf.Remove(held.Line);
        if (held.Shelf.Count == 0)
            _shelves.Remove(held.Line.Corporation);
    }
}

/// <summary>What of a booking is looked at when bookings are listed. <see cref="Search"/> is in small letters.</summary>
internal sealed record BookingEntry(string Id, string Corporation, long Start, string Search, string[] People);

/// <summary>Which bookings are wanted; null people are everybody's, null text is any.</summary>
internal sealed record BookingQuery(CorporationId Corporation, Slice Slice)
{
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>In small letters.</summary>
    public string? Text { get; init; }

    /// <summary>Only what starts before, in Unix milliseconds.</summary>
    public long? Before { get; init; }

    public bool Newest { get; init; }
}
