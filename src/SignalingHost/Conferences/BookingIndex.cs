using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Meetings;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// Which bookings there are, in order of time, and for whom: a few hundred bytes of each, in memory, so that a list or a search among
/// a hundred thousand takes milliseconds in either database. It follows the store, commit by commit; the store is the truth.
/// </summary>
internal sealed class BookingIndex
{
    private static readonly Comparer<BookingEntry> ByStart = Comparer<BookingEntry>.Create((one, other) =>
        one.Start != other.Start ? one.Start.CompareTo(other.Start) : string.CompareOrdinal(one.Id, other.Id));

    private static readonly SortedSet<BookingEntry> Nothing = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, BookingEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<BookingEntry>> _byCorporation = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Corporation, string Person), SortedSet<BookingEntry>> _byPerson = [];

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
            _byId[entry.Id] = entry;
            Add(_byCorporation, entry.Corporation, entry);
            foreach (var person in entry.People)
                Add(_byPerson, (entry.Corporation, person), entry);
        }
    }

    public void Remove(string id)
    {
        lock (_gate)
            Forget(id);
    }

    /// <summary>A page of the bookings of a corporation, or of those that are for somebody in it.</summary>
    public Found<string> Find(BookingQuery query)
    {
        lock (_gate)
        {
            var ordered = Candidates(query);
            if (query is { Text: null, Before: null })
                return new Found<string>([.. InOrder(ordered, query.Newest).Skip(query.Slice.Offset).Take(query.Slice.Limit).Select(entry => entry.Id)], ordered.Count, query.Slice.Offset);

            var total = 0;
            var page = new List<string>();
            foreach (var entry in InOrder(ordered, query.Newest))
            {
                if (!Matches(entry, query))
                    continue;
                if (total >= query.Slice.Offset && page.Count < query.Slice.Limit)
                    page.Add(entry.Id);
                total++;
            }

            return new Found<string>(page, total, query.Slice.Offset);
        }
    }

    private static bool Matches(BookingEntry entry, BookingQuery query) =>
        (query.Before is not { } before || entry.Start < before)
        && (query.Text is not { } text || entry.Search.Contains(text, StringComparison.Ordinal));

    private static IEnumerable<BookingEntry> InOrder(SortedSet<BookingEntry> entries, bool newest) => newest ? entries.Reverse() : entries;

    private static void Add<TKey>(Dictionary<TKey, SortedSet<BookingEntry>> sets, TKey key, BookingEntry entry)
        where TKey : notnull
    {
        ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(sets, key, out _);
        (set ??= new SortedSet<BookingEntry>(ByStart)).Add(entry);
    }

    [SuppressMessage("Performance", "CA1868", Justification = "A set that has become empty leaves its dictionary.")]
    private static void Take<TKey>(Dictionary<TKey, SortedSet<BookingEntry>> sets, TKey key, BookingEntry entry)
        where TKey : notnull
    {
        if (sets.TryGetValue(key, out var set) && set.Remove(entry) && set.Count == 0)
            sets.Remove(key);
    }

    private SortedSet<BookingEntry> Candidates(BookingQuery query)
    {
        if (query.People is null)
            return _byCorporation.TryGetValue(query.Corporation.Value, out var all) ? all : Nothing;

        var sets = new List<SortedSet<BookingEntry>>();
        foreach (var person in query.People)
        {
            if (_byPerson.TryGetValue((query.Corporation.Value, person), out var set))
                sets.Add(set);
        }

        if (sets.Count <= 1)
            return sets is [var only] ? only : Nothing;

        var together = new SortedSet<BookingEntry>(sets[0], ByStart);
        foreach (var set in sets.Skip(1))
            together.UnionWith(set);
        return together;
    }

    private void Forget(string id)
    {
        if (!_byId.Remove(id, out var entry))
            return;

        Take(_byCorporation, entry.Corporation, entry);
        foreach (var person in entry.People)
            Take(_byPerson, (entry.Corporation, person), entry);
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
