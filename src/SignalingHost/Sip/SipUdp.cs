using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Protocols;
using Protocols.Sip;
using Protocols.Sip.Transactions;

namespace SignalingHost.Sip;

/// <summary>The UDP port of SIP. One datagram is one message, one keep-alive, or one question by STUN.</summary>
internal sealed class SipUdp : IDisposable
{
    private readonly Socket _socket;
    private readonly ISipReceiver _receiver;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(65_536, pinned: true);

    public SipUdp(int port, ISipReceiver receiver)
    {
        _receiver = receiver;
        _socket = SipSockets.Open(SocketType.Dgram, ProtocolType.Udp, port);
        _socket.ReceiveBufferSize = 4 * 1_024 * 1_024;
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public async Task RunAsync(CancellationToken stop)
    {
        var from = new SocketAddress(_socket.AddressFamily);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(_buffer, SocketFlags.None, from, stop);
                Receive(_buffer.AsSpan(0, length), AddressOf(from));
            }
            catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // An earlier datagram could not be delivered; that is told to this one's receiver.
            }
        }
    }

    public void Send(TransportAddress to, ReadOnlySpan<byte> message)
    {
        try
        {
            _socket.SendTo(message, SocketFlags.None, SocketAddressOf(to));
        }
        catch (SocketException)
        {
            // What is lost on the way out is repeated like what is lost further on.
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Receive(ReadOnlySpan<byte> datagram, TransportAddress from)
    {
        if (datagram.Length > 0 && datagram[0] <= 3)
        {
            Span<byte> answer = stackalloc byte[SipStun.MaxAnswer];
            if (SipStun.TryAnswer(datagram, from, answer, out var length))
                Send(from, answer[..length]);
            return;
        }

        _receiver.Receive(datagram, SipFraming.Datagram, new(SipTransport.Udp, from, 0));
    }

    private static TransportAddress AddressOf(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return address.Family == AddressFamily.InterNetwork
            ? TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes[8..]), port);
    }

    private SocketAddress SocketAddressOf(TransportAddress to)
    {
        var address = to.ToIPAddress();
        return new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? address.MapToIPv6() : address, to.Port).Serialize();
    }
}
