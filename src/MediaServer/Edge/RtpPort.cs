using System.Net;
using System.Net.Sockets;

namespace MediaServer.Edge;

/// <summary>One UDP port that belongs to one line of one terminal.</summary>
internal sealed class RtpPort(IPAddress address, int number, IRtpPortSet set) : IDisposable
{
    private volatile IRtpPortSet _set = set;

    public Socket Socket { get; } = UdpSockets.Bind(new IPEndPoint(address, number));

    public AddressFamily Family { get; } = address.AddressFamily;

    public int Number { get; } = number;

    /// <summary>Those of the shard whose terminal it is: another's when the call goes to another room.</summary>
    public IRtpPortSet Set
    {
        get => _set;
        set => _set = value;
    }

    /// <summary>Whether somebody awaits its datagrams, where that is how they are read.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>What the kernel had no room for, as far as it has told.</summary>
    public uint DroppedByKernel { get; set; }

    public void Dispose() => Socket.Dispose();
}
