using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace MediaServer.Tracks;

/// <summary>One packet of a track on its way past the subscribers: its numbers, what it is, and where it is remembered.</summary>
public readonly struct TrackPacket(PublishedTrack track, int encoding, in RtpPacket rtp, in FrameInfo frame, PacketSlot slot)
{
    public readonly FrameInfo Frame = frame;
    public readonly PublishedTrack Track = track;
    public readonly PacketSlot Slot = slot;
    public readonly int Encoding = encoding;
    public readonly RtpTimestamp Timestamp = rtp.Timestamp;
    public readonly SequenceNumber Sequence = rtp.SequenceNumber;
    public readonly bool Marker = rtp.Marker;

    public Instant ArrivedAt => Track.ArrivedAt(Slot);

    /// <summary>As the publisher sent it, without encryption.</summary>
    public ReadOnlySpan<byte> Bytes => Track.Read(Slot);
}
