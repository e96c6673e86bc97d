using MediaServer.Shards;
using Protocols;

namespace MediaServer.Edge;

/// <summary>The shards' side of all engine threads. Threads come at any time and stay; each has a lane to and from each shard.</summary>
internal sealed class EngineNetwork(int shards) : IDisposable
{
    private readonly Lock _gate = new();
    private EnginePort[] _ports = [];

    /// <summary>Packets of engines that found a shard's lane full.</summary>
    public long Dropped => _ports.Sum(port => port.Dropped);

    public EnginePort Open(MediaNode node, MonotonicClock clock, Action wake)
    {
        var port = new EnginePort(node, clock, shards, wake);
        lock (_gate)
            Volatile.Write(ref _ports, [.. _ports, port]);

        return port;
    }

    public bool IsEmpty(int shard)
    {
        foreach (var port in Volatile.Read(ref _ports))
        {
            if (!port.IsEmptyTo(shard))
                return false;
        }

        return true;
    }

    public bool Receive(int shard, ShardCore core, Instant now)
    {
        var any = false;
        foreach (var port in Volatile.Read(ref _ports))
            any |= port.ReceiveFor(shard, core, now);

        return any;
    }

    /// <summary>The end of a shard's turn.</summary>
    public void Flush(int shard)
    {
        foreach (var port in Volatile.Read(ref _ports))
            port.FlushFrom(shard);
    }

    public void Dispose()
    {
        foreach (var port in _ports)
            port.Dispose();
    }
}
