using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Terminals;

/// <summary>
/// The terminals of one shard: found by the port at which a datagram came, because each line of each terminal has ports of its own;
/// woken in the order of their deadlines, and sent for at the end of each turn that touched them.
/// </summary>
internal sealed class TerminalTable
{
    private readonly Dictionary<int, TerminalLeg> _byPort = [];
    private readonly Dictionary<PeerId, TerminalLeg> _byId = [];
    private readonly DeadlineHeap<TerminalLeg> _deadlines = new();
    private readonly List<TerminalLeg> _dirty = [];

    public int Count => _byId.Count;

    public Instant NextDeadline => _deadlines.Earliest;

    public IEnumerable<TerminalLeg> All => _byId.Values;

    public TerminalLeg? Find(PeerId id) => _byId.GetValueOrDefault(id);

    public TerminalLeg? At(int port) => _byPort.GetValueOrDefault(port);

    public void Add(TerminalLeg leg)
    {
        _byId[leg.Id] = leg;
        Index(leg);
        MarkDirty(leg);
    }

    /// <summary>Its lines have changed.</summary>
    public void Index(TerminalLeg leg)
    {
        Unindex(leg);
        leg.KnownPorts.AddRange(leg.Ports);
        foreach (var port in leg.KnownPorts)
            _byPort[port] = leg;
    }

    public void Remove(TerminalLeg leg)
    {
        _byId.Remove(leg.Id);
        _deadlines.Remove(leg);
        Unindex(leg);
    }

    public void MarkDirty(TerminalLeg leg)
    {
        if (leg.IsDirty)
            return;

        leg.IsDirty = true;
        _dirty.Add(leg);
    }

    public bool TryTakeDue(Instant now, out TerminalLeg leg) => _deadlines.TryTakeDue(now, out leg);

    public bool TryTakeDirty(out TerminalLeg leg)
    {
        if (_dirty.Count == 0)
        {
            leg = null!;
            return false;
        }

        leg = _dirty[^1];
        _dirty.RemoveAt(_dirty.Count - 1);
        leg.IsDirty = false;
        return true;
    }

    public void Schedule(TerminalLeg leg) => _deadlines.Schedule(leg, leg.NextDeadline);

    private void Unindex(TerminalLeg leg)
    {
        foreach (var port in leg.KnownPorts)
        {
            // A call that enters another room of this shard has its next leg at the same ports already.
            if (ReferenceEquals(At(port), leg))
                _byPort.Remove(port);
        }

        leg.KnownPorts.Clear();
    }
}
