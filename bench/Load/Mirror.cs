using Client;
using Protocols;
using Protocols.Rtp;

namespace Load;

/// <summary>
/// Lets a client whose packets are dropped before its socket report as if they had come: for every packet that the watched
/// client receives, it takes note of its own packet of the same place in the order. The server gives every receiver numbers of
/// its own, and probes him when it likes, so now and then a packet must reach the client really: its stamp tells which of the
/// watched client's packets it is, and from then on the numbers agree again.
/// </summary>
internal sealed class Mirror(NativeClient reporting)
{
    private const int Remembered = 256;

    private readonly (long Stamp, SequenceNumber Watched, SequenceNumber Transport)[] _recent = new (long, SequenceNumber, SequenceNumber)[Remembered];
    private IncomingStream? _stream;
    private SequenceNumber _transport;
    private int _shift;
    private int _next;

    /// <summary>A packet has been recognized, so the numbers are known.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Times that the client's numbers were found to have gone on by more than the media.</summary>
    public int Corrections { get; private set; }

    /// <summary>The watched client got a packet of media.</summary>
    public void Receive(in RtpPacket packet, long stamp, Instant now)
    {
        _transport = _transport.Next;
        _recent[_next] = (stamp, packet.SequenceNumber, _transport);
        _next = (_next + 1) % Remembered;
        if (!IsReady)
            return;

        reporting.ReceiveUnseen(_transport, now);
        reporting.ReceiveUnseen(_stream!, packet.SequenceNumber + _shift, packet.Timestamp, packet.Bytes.Length, now);
    }

    /// <summary>The reporting client itself got a packet of media.</summary>
    public void Compare(IncomingStream stream, in RtpPacket packet, long stamp, Instant now)
    {
        if (reporting.LastTransportSequence is not { } transport)
            return;

        foreach (var (seen, watched, noted) in _recent)
        {
            if (seen != stamp)
                continue;

            _stream = stream;
            _shift = packet.SequenceNumber - watched;
            Correct(transport - noted, now);
            IsReady = true;
            return;
        }
    }

    // Numbers that were passed over were a probe's, dropped on the way like the rest.
    private void Correct(int drift, Instant now)
    {
        if (drift == 0)
            return;

        if (IsReady)
        {
            Corrections++;
            for (var i = 1; i <= drift; i++)
                reporting.ReceiveUnseen(_transport + i, now);
        }

        _transport += drift;
        foreach (ref var entry in _recent.AsSpan())
            entry.Transport += drift;
    }
}
