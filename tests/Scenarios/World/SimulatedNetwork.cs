using Protocols;
using Protocols.Ice;

namespace Scenarios.World;

/// <summary>The lines between everybody's devices and the server. Whatever is sent to an address that nobody has is lost and counted.</summary>
public sealed class SimulatedNetwork(Timeline timeline, int seed)
{
    private readonly Dictionary<TransportAddress, IDatagramReceiver> _servers = [];
    private readonly Dictionary<TransportAddress, Line> _lines = [];

    public long Undeliverable { get; private set; }

    public void AddServer(in TransportAddress address, IDatagramReceiver server) => _servers.Add(address, server);

    public (SimulatedLink Up, SimulatedLink Down) AddDevice(in TransportAddress address, IDatagramReceiver device)
    {
        var number = _lines.Count;
        var line = new Line(device, new SimulatedLink(unchecked((seed * 7919) + (number * 2))), new SimulatedLink(unchecked((seed * 7919) + (number * 2) + 1)));
        _lines.Add(address, line);
        return (line.Up, line.Down);
    }

    /// <summary>The device goes on from another address, on the same line.</summary>
    public void Move(in TransportAddress from, in TransportAddress to)
    {
        _lines.Remove(from, out var line);
        _lines.Add(to, line!);
    }

    public void Up(in TransportAddress from, in TransportAddress to, ReadOnlySpan<byte> datagram)
    {
        if (_lines.TryGetValue(from, out var line) && _servers.TryGetValue(to, out var server))
            Carry(line.Up, server, from, datagram);
        else
            Undeliverable++;
    }

    public void Down(in TransportAddress from, in TransportAddress to, ReadOnlySpan<byte> datagram)
    {
        if (_lines.TryGetValue(to, out var line))
            Carry(line.Down, line.Device, from, datagram);
        else
            Undeliverable++;
    }

    private void Carry(SimulatedLink link, IDatagramReceiver to, in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        Span<Instant> arrivals = stackalloc Instant[2];
        var count = link.Send(datagram.Length, timeline.Now, arrivals);
        foreach (var arrival in arrivals[..count])
            timeline.Deliver(arrival, to, IceRoute.Udp(from), datagram);
    }

    private sealed record Line(IDatagramReceiver Device, SimulatedLink Up, SimulatedLink Down);
}
