namespace Meetings.Conduct;

/// <summary>
/// Who is in, is being called or is away, in the order of coming in. One seat is taken for each of them. A change is noted until
/// the end of the turn, so that it is told once.
/// </summary>
internal sealed class Roster
{
    private readonly Dictionary<ParticipantId, Participant> _byId = [];
    private readonly List<Participant> _inOrder = [];
    private readonly Dictionary<string, List<ParticipantId>> _byNumber = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, long Entry)> _due = [];
    private readonly OrderedDictionary<ParticipantId, Participant?> _before = [];

    public int Count => _byId.Count;

    public IReadOnlyList<Participant> InOrder => _inOrder;

    public long NextEntry { get; set; } = 1;

    public DateTimeOffset? FirstDue => _due.Count > 0 ? _due.Min.At : null;

    public Participant? Find(ParticipantId who) => _byId.GetValueOrDefault(who);

    public Participant? Find(ParticipantId? who) => who is { } id ? Find(id) : null;

    /// <summary>One who has come through the door, if it is he.</summary>
    public Participant? Entered(ParticipantId? who) => Find(who) is { HasEntered: true } found ? found : null;

    public IReadOnlyList<ParticipantId> WithNumber(string number) =>
        number.Length > 0 && _byNumber.TryGetValue(number, out var found) ? found : [];

    /// <summary>By participant id, by number, or by number and kind of device as saved layouts write it: <c>+99111#Desktop</c>.</summary>
    public Participant? Resolve(string key)
    {
        if (Find(new ParticipantId(key)) is { } named)
            return named;

        var cut = key.LastIndexOf('#');
        foreach (var id in WithNumber(key))
        {
            if (_byId[id].HasEntered)
                return _byId[id];
        }

        if (cut > 0)
        {
            foreach (var id in WithNumber(key[..cut]))
            {
                if (_byId[id].HasEntered && key.AsSpan(cut + 1).Equals(_byId[id].Device.Kind.ToString(), StringComparison.OrdinalIgnoreCase))
                    return _byId[id];
            }
        }

        return null;
    }

    /// <summary>The first who suits, after <paramref name="entry"/> and then from the beginning again.</summary>
    public Participant? NextAfter(long entry, Func<Participant, bool> suits)
    {
        var from = IndexAfter(entry);
        for (var step = 0; step < _inOrder.Count; step++)
        {
            var candidate = _inOrder[(from + step) % _inOrder.Count];
            if (suits(candidate))
                return candidate;
        }

        return null;
    }

    public Participant? DueBy(DateTimeOffset now) =>
        _due.Count > 0 && _due.Min.At <= now ? _inOrder[IndexAfter(_due.Min.Entry) - 1] : null;

    public Participant Add(Participant participant)
    {
        var entered = participant.Entry > 0 ? participant : participant with { Entry = NextEntry++ };
        _byId.Add(entered.Id, entered);
        _inOrder.Insert(IndexAfter(entered.Entry), entered);
        if (entered.Number.Length > 0)
        {
            if (!_byNumber.TryGetValue(entered.Number, out var same))
                _byNumber.Add(entered.Number, same = []);
            same.Add(entered.Id);
        }

        if (entered.DueAt is { } due)
            _due.Add((due, entered.Entry));
        _before.TryAdd(entered.Id, null);
        return entered;
    }

    /// <summary>The number and the entry of a participant never change.</summary>
    public Participant Change(Participant after)
    {
        var before = _byId[after.Id];
        if (before == after)
            return before;

        _byId[after.Id] = after;
        _inOrder[IndexAfter(after.Entry) - 1] = after;
        if (before.DueAt != after.DueAt)
        {
            if (before.DueAt is { } was)
                _due.Remove((was, before.Entry));
            if (after.DueAt is { } due)
                _due.Add((due, after.Entry));
        }

        _before.TryAdd(after.Id, before);
        return after;
    }

    public void Remove(Participant participant)
    {
        _byId.Remove(participant.Id);
        _inOrder.RemoveAt(IndexAfter(participant.Entry) - 1);
        if (_byNumber.TryGetValue(participant.Number, out var same) && same.Remove(participant.Id) && same.Count == 0)
            _byNumber.Remove(participant.Number);
        if (participant.DueAt is { } due)
            _due.Remove((due, participant.Entry));
        _before.Remove(participant.Id);
    }

    /// <summary>What has become different since the last time this was asked.</summary>
    public IReadOnlyList<(Participant? Before, Participant After)> TakeChanges()
    {
        if (_before.Count == 0)
            return [];

        var changes = new List<(Participant?, Participant)>(_before.Count);
        foreach (var (id, before) in _before)
        {
            if (_byId[id] != before)
                changes.Add((before, _byId[id]));
        }

        _before.Clear();
        return changes;
    }

    private int IndexAfter(long entry)
    {
        var (low, high) = (0, _inOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_inOrder[middle].Entry <= entry)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
