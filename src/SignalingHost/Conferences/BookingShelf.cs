using System.Text;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// The bookings of one corporation. Lists in order of time are arrays, so that a page is where its number says; the texts lie one after
/// the other, so that a search is one run through memory. A booking has a slot; those of bookings that are gone are cleared away together.
/// </summary>
internal sealed class BookingShelf
{
    private const int FewestGone = 1_000;
    private const int FewAmongMany = 20;

    private readonly List<BookingLine?> _slots = [];
    private readonly BookingTexts _texts = new();
    private readonly Dictionary<string, BookingGroup> _people = new(StringComparer.Ordinal);
    private readonly BookingGroup _all = new("");
    private int _gone;

    public int Count => _all.Order.Count;

    public BookingLine Add(BookingEntry entry)
    {
        var line = new BookingLine(entry.Id, entry.Corporation, entry.Start, [.. entry.People.Distinct(StringComparer.Ordinal).Select(GroupOf)]);
        var place = new BookingPlace(line.Start, _slots.Count);
        _slots.Add(line);
        _texts.Add(entry.Search);
        Insert(_all, line, place);
        foreach (var group in line.Groups)
            Insert(group, line, place);
        return line;
    }

    public void Remove(BookingLine line)
    {
        var slot = Take(_all, line);
        foreach (var group in line.Groups)
        {
            Take(group, line);
            if (group.Order.Count == 0)
                _people.Remove(group.Person);
        }

        _slots[slot] = null;
        if (++_gone > FewestGone && _gone > _slots.Count / 2)
            ClearAway();
    }

    public Found<BookingLine> Find(BookingQuery query)
    {
        var order = Candidates(query.People);
        var end = query.Before is { } before ? FirstFrom(order, before) : order.Count;
        var (offset, limit) = (query.Slice.Offset, query.Slice.Limit);
        if (query.Text is not { } text)
            return new Found<BookingLine>([.. InOrder(order, end, query.Newest, offset).Take(limit)], end, offset);

        // Of few each is looked at; among many one run through all texts is sooner done.
        var sought = Encoding.UTF8.GetBytes(text);
        var found = end < _slots.Count / FewAmongMany ? null : _texts.Find(sought);
        var total = 0;
        var page = new List<BookingLine>();
        for (var i = 0; i < end; i++)
        {
            var slot = order[query.Newest ? end - 1 - i : i].Slot;
            if (!(found?[slot] ?? _texts.Contains(slot, sought)))
                continue;
            if (total >= offset && page.Count < limit)
                page.Add(_slots[slot]!);
            total++;
        }

        return new Found<BookingLine>(page, total, offset);
    }

    private IEnumerable<BookingLine> InOrder(List<BookingPlace> order, int end, bool newest, int from)
    {
        for (var i = from; i < end; i++)
            yield return _slots[order[newest ? end - 1 - i : i].Slot]!;
    }

    private List<BookingPlace> Candidates(IReadOnlyList<string>? people)
    {
        if (people is null)
            return _all.Order;

        List<BookingPlace>? together = null;
        foreach (var person in people.Distinct(StringComparer.Ordinal))
        {
            if (_people.TryGetValue(person, out var group))
                together = together is null ? group.Order : Merge(together, group.Order);
        }

        return together ?? [];
    }

    /// <summary>Both lists as one, what is in both once.</summary>
    private List<BookingPlace> Merge(List<BookingPlace> one, List<BookingPlace> other)
    {
        var merged = new List<BookingPlace>(one.Count + other.Count);
        var (i, k) = (0, 0);
        while (i < one.Count && k < other.Count)
        {
            if (one[i].Slot == other[k].Slot)
                k++;
            else
                merged.Add(IsBefore(one[i], other[k].Start, _slots[other[k].Slot]!.Id) ? one[i++] : other[k++]);
        }

        merged.AddRange(one.Skip(i));
        merged.AddRange(other.Skip(k));
        return merged;
    }

    private BookingGroup GroupOf(string person)
    {
        if (!_people.TryGetValue(person, out var group))
            _people.Add(person, group = new BookingGroup(person));
        return group;
    }

    private void Insert(BookingGroup group, BookingLine line, BookingPlace place) => group.Order.Insert(IndexOf(group.Order, line.Start, line.Id), place);

    private int Take(BookingGroup group, BookingLine line)
    {
        var at = IndexOf(group.Order, line.Start, line.Id);
        var slot = group.Order[at].Slot;
        group.Order.RemoveAt(at);
        return slot;
    }

    private int IndexOf(List<BookingPlace> order, long start, string id)
    {
        var (low, high) = (0, order.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsBefore(order[middle], start, id))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private int FirstFrom(List<BookingPlace> order, long start) => IndexOf(order, start, "");

    private bool IsBefore(BookingPlace place, long start, string id) =>
        place.Start != start ? place.Start < start : string.CompareOrdinal(_slots[place.Slot]!.Id, id) < 0;

    private void ClearAway()
    {
        var moved = new int[_slots.Count];
        var kept = 0;
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            if (_slots[slot] is not { } line)
                continue;

            _texts.Move(slot, kept);
            _slots[kept] = line;
            moved[slot] = kept++;
        }

        _slots.RemoveRange(kept, _slots.Count - kept);
        _texts.Cut(kept);
        foreach (var order in _people.Values.Append(_all).Select(group => group.Order))
        {
            for (var i = 0; i < order.Count; i++)
                order[i] = order[i] with { Slot = moved[order[i].Slot] };
        }

        _gone = 0;
    }
}

/// <summary>A booking as its shelf knows it; whatever changes of it, it is another one then.</summary>
internal sealed record BookingLine(string Id, string Corporation, long Start, BookingGroup[] Groups);

/// <summary>The bookings that are for one person, in order of time.</summary>
internal sealed record BookingGroup(string Person)
{
    public List<BookingPlace> Order { get; } = [];
}

internal readonly record struct BookingPlace(long Start, int Slot);
