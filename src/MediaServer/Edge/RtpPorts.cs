using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MediaServer.Packets;
using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// The UDP ports of terminals, which want a pair for each line: an even one for media and the odd one above for reports (RFC 3550 §11).
/// Pairs are taken in turn through the whole range, so that what is still sent to one that was given back meets nobody else for long.
/// Each pair is in the <see cref="IRtpPortSet"/> of its terminal's shard, whose thread reads and writes it.
/// </summary>
internal sealed class RtpPorts : IDisposable
{
    private readonly ConcurrentDictionary<int, RtpPort> _open = new();
    private readonly IRtpPortSet[] _sets;
    private readonly Action[] _wakes;
    private readonly IPAddress _address;
    private readonly int _firstPair;
    private readonly int _pairs;
    private readonly EdgeCounters[] _counters;
    private readonly Lock _gate = new();
    private int _next;

    public RtpPorts(IPAddress address, int first, int last, EdgeCounters[] counters, bool useBatching)
    {
        _address = address;
        _firstPair = (first + 1) / 2 * 2;
        _pairs = Math.Max(0, (last - _firstPair + 1) / 2);
        _counters = counters;
        _sets = new IRtpPortSet[counters.Length];
        _wakes = new Action[counters.Length];
        for (var i = 0; i < _sets.Length; i++)
        {
            var shard = i;
            _wakes[i] = () => { };
            _sets[i] = useBatching && OperatingSystem.IsLinux() ? new PolledRtpPorts(counters[i]) : new AwaitedRtpPorts(counters[i], () => _wakes[shard]());
        }
    }

    /// <summary>Ports that are open now, two for each line.</summary>
    public int Taken => _open.Count;

    public IRtpPortSet this[int shard] => _sets[shard];

    public void Start(int shard, Action wake) => _wakes[shard] = wake;

    /// <summary>Opens a pair and listens at once. False when none is left in the range.</summary>
    public bool TryTake(int shard, out int port)
    {
        lock (_gate)
        {
            for (var tried = 0; tried < _pairs; tried++)
            {
                port = _firstPair + (2 * _next);
                _next = (_next + 1) % _pairs;
                if (!_open.ContainsKey(port) && TryOpen(port, _sets[shard]))
                    return true;
            }
        }

        port = 0;
        return false;
    }

    /// <summary>From now on the pair's packets go to another shard.</summary>
    public void Move(int port, int shard)
    {
        MoveOne(port, _sets[shard]);
        MoveOne(port + 1, _sets[shard]);
    }

    public void GiveBack(int port)
    {
        Close(port);
        Close(port + 1);
    }

    /// <summary>Called by a shard's thread with what leaves from terminals' ports among the rest.</summary>
    public void Send(int shard, EgressBatch batch)
    {
        foreach (ref readonly var message in batch.Messages)
        {
            if (!message.Route.IsOfTerminal)
                continue;

            try
            {
                if (_open.TryGetValue(message.Route.Connection, out var port))
                    _sets[shard].Send(port, batch.Bytes(message), message.Route.Remote);
                else
                    _counters[shard].SendFailed((int)SocketError.NotSocket, 1);
            }
            catch (ObjectDisposedException)
            {
                _counters[shard].SendFailed((int)SocketError.NotSocket, 1);
            }
        }
    }

    public void Dispose()
    {
        foreach (var port in _open.Keys)
            Close(port);

        foreach (var set in _sets)
            set.Dispose();
    }

    private bool TryOpen(int number, IRtpPortSet set)
    {
        RtpPort? media = null;
        RtpPort? reports = null;
        try
        {
            media = new RtpPort(_address, number, set);
            reports = new RtpPort(_address, number + 1, set);
            set.Add(media);
            set.Add(reports);
            _open[number] = media;
            _open[number + 1] = reports;
            return true;
        }
        catch (SocketException)
        {
            // Somebody else has one of them; the next pair will do.
            media?.Dispose();
            reports?.Dispose();
            return false;
        }
    }

    private void MoveOne(int number, IRtpPortSet set)
    {
        if (!_open.TryGetValue(number, out var port) || port.Set == set)
            return;

        port.Set.Remove(port);
        port.Set = set;
        set.Add(port);
    }

    private void Close(int number)
    {
        if (!_open.TryRemove(number, out var port))
            return;

        port.Set.Remove(port);
        port.Dispose();
    }
}
