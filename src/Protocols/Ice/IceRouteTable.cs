namespace Protocols.Ice;

/// <summary>
/// The validated routes of one peer. Bounded: when a new route finds no room, the one unheard of for longest is forgotten,
/// never the one that media uses. A handful, so looking through them is faster than hashing.
/// </summary>
internal sealed class IceRouteTable(int capacity)
{
    private readonly KnownRoute[] _routes = new KnownRoute[Math.Max(capacity, 2)];

    public int Count { get; private set; }

    public Span<KnownRoute> Routes => _routes.AsSpan(0, Count);

    public bool Contains(in IceRoute route) => IndexOf(route) >= 0;

    public ref KnownRoute FindOrAdd(in IceRoute route, in IceRoute? spared)
    {
        var index = IndexOf(route);
        if (index >= 0)
            return ref _routes[index];

        index = Count < _routes.Length ? Count++ : LongestUnheard(spared);
        _routes[index] = new KnownRoute { Route = route };
        return ref _routes[index];
    }

    public bool Remove(in IceRoute route)
    {
        var index = IndexOf(route);
        if (index < 0)
            return false;

        RemoveAt(index);
        return true;
    }

    public void RemoveUnheardSince(Instant limit)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_routes[i].LastHeard <= limit)
                RemoveAt(i);
        }
    }

    public void RemoveBefore(int generation)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_routes[i].Generation < generation)
                RemoveAt(i);
        }
    }

    public void Clear() => Count = 0;

    public bool TryFind(in IceRoute route, out KnownRoute known)
    {
        var index = IndexOf(route);
        known = index >= 0 ? _routes[index] : default;
        return index >= 0;
    }

    public bool TryFindFreshest(out KnownRoute freshest)
    {
        freshest = default;
        foreach (ref readonly var known in Routes)
        {
            if (freshest.LastHeard < known.LastHeard || freshest.Generation == 0)
                freshest = known;
        }

        return Count > 0;
    }

    private int IndexOf(in IceRoute route)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_routes[i].Route == route)
                return i;
        }

        return -1;
    }

    private int LongestUnheard(in IceRoute? spared)
    {
        var longest = -1;
        for (var i = 0; i < Count; i++)
        {
            if (_routes[i].Route != spared && (longest < 0 || _routes[i].LastHeard < _routes[longest].LastHeard))
                longest = i;
        }

        return longest;
    }

    private void RemoveAt(int index) => _routes[index] = _routes[--Count];
}

/// <summary>What the lite side remembers of a route on which an authenticated check came.</summary>
internal struct KnownRoute
{
    public IceRoute Route;
    public int Generation;
    public ulong PairPriority;
    public Instant LastHeard;
    public Instant LastNominated;
    public bool IsNominated;
}
