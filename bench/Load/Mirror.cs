using Client;
using Protocols;
using Protocols.Rtp;

namespace Load;

/// <summary>
/// Lets a client whose packets are dropped before its socket report as if they had come: for every packet that the watched
/// client receives, the other takes note of its own packet of the same place in the order. The server gives every receiver
/// numbers of its own, so what is kept is the difference between the two, taken while both still received.
/// </summary>
internal sealed class Mirror
{
    private readonly NativeClient _watched;
    private readonly NativeClient _reporting;
    private readonly List<(IncomingStream Watched, IncomingStream Reporting, int SequenceShift)> _streams = [];
    private SequenceNumber _transport;
    private int _transportShift;

    public Mirror(NativeClient watched, NativeClient reporting)
    {
        _watched = watched;
        _reporting = reporting;
        TakeDifference();
    }

    /// <summary>To be called when nothing is under way to either of them and both receive.</summary>
    public void TakeDifference()
    {
        _streams.Clear();
        foreach (var stream in _watched.Streams)
        {
            foreach (var other in _reporting.Streams)
            {
                if (other.Kind == stream.Kind && !_streams.Exists(pair => pair.Reporting == other))
                {
                    _streams.Add((stream, other, other.Highest - stream.Highest));
                    break;
                }
            }
        }

        _transport = _watched.HighestTransportSequence ?? default;
        _transportShift = (_reporting.HighestTransportSequence ?? default) - (_watched.HighestTransportSequence ?? default);
    }

    public void Receive(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        foreach (var (watched, reporting, shift) in _streams)
        {
            if (watched != stream)
                continue;

            // What came between two packets of media was padding, which carries numbers too.
            var highest = _watched.HighestTransportSequence ?? _transport;
            while (highest.IsNewerThan(_transport))
            {
                _transport = _transport.Next;
                _reporting.ReceiveUnseen(_transport + _transportShift, now);
            }

            _reporting.ReceiveUnseen(reporting, packet.SequenceNumber + shift, packet.Timestamp, packet.Bytes.Length, now);
            return;
        }
    }
}
