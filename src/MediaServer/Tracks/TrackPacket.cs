using MediaServer.Packets;
using Protocols.Codecs;
using Protocols.Rtp;

namespace MediaServer.Tracks;

/// <summary>One packet of a track on its way past the subscribers: a look at it, what it is, and where it is remembered.</summary>
public readonly ref struct TrackPacket(PublishedTrack track, int encoding, RtpPacket rtp, FrameInfo frame, PacketSlot slot)
{
    public PublishedTrack Track { get; } = track;

    public int Encoding { get; } = encoding;

    public RtpPacket Rtp { get; } = rtp;

    public FrameInfo Frame { get; } = frame;

    public PacketSlot Slot { get; } = slot;
}
