using System.Net;
using System.Net.Sockets;
using Protocols.Ice;

namespace Load.Edge;

/// <summary>One client's UDP socket: servers tell clients apart by address and port, so each has its own.</summary>
internal sealed unsafe class ClientSocket : IIceOutput, IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SendBatch _sending;

    public ClientSocket(IPEndPoint local, SendBatch sending, SocketOptions options)
    {
        _sending = sending;
        _socket.Blocking = false;
        _socket.Bind(local);
        Descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
        LocalAddress = (IPEndPoint)_socket.LocalEndPoint!;
        Set(Libc.SolSocket, Libc.SoRcvBufForce, options.BufferBytes);
        Set(Libc.SolSocket, Libc.SoSndBufForce, options.BufferBytes);
        Set(Libc.SolUdp, Libc.UdpGro, 1);
        if (options.ArrivalTimes)
            Set(Libc.SolSocket, Libc.SoTimestampNs, 1);
    }

    public int Descriptor { get; }

    public IPEndPoint LocalAddress { get; }

    public void Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _sending.Add(Descriptor, route.Remote, datagram);

    public void Dispose() => _socket.Dispose();

    private void Set(int level, int name, int value) => _ = Libc.SetOption(Descriptor, level, name, &value, sizeof(int));
}

/// <summary>What a client's socket asks of the kernel.</summary>
internal sealed record SocketOptions
{
    public int BufferBytes { get; init; } = 1024 * 1024;

    /// <summary>When a datagram came, by the kernel's clock. It costs the sender of the datagram a little, if that is on the same machine.</summary>
    public bool ArrivalTimes { get; init; } = true;
}
