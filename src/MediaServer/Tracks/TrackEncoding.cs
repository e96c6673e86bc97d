using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace MediaServer.Tracks;

/// <summary>One encoding of a track: what is remembered of it, how much it sends per layer, and how its clock stands.</summary>
public sealed class TrackEncoding(int index, PacketHistory history, int clockRate)
{
    private const int Spatials = 4;
    private const int Temporals = 4;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Flowing = TimeSpan.FromMilliseconds(150);

    private readonly LayerMeter _meter = new(Spatials, Temporals);

    /// <summary>Codec state that the frame reader keeps from packet to packet.</summary>
    internal CodecReaderState Reader;

    public int Index { get; } = index;

    public PacketHistory History { get; } = history;

    public int ClockRate { get; } = clockRate;

    private readonly int[] _heights = new int[Spatials];
    private readonly Bitrate[] _lastKnown = new Bitrate[Spatials * Temporals];

    /// <summary>Of the largest spatial layer seen; 0 until a packet has told.</summary>
    public int Height { get; private set; }

    /// <summary>It may be forwarded: what went before its next key frame was kept from everyone.</summary>
    internal bool HasBegun { get; set; } = true;

    public Instant LastPacketAt { get; private set; } = Instant.Never;

    /// <summary>Where the newest key frame begins; null before the first.</summary>
    public SequenceNumber? KeyFrame { get; private set; }

    /// <summary>Which media time our wall clock showed; null until the publisher has reported.</summary>
    public CaptureClock? Clock { get; private set; }

    public int HighestSpatial => _meter.HighestSpatial;

    public int HighestTemporal => _meter.HighestTemporal;

    /// <summary>A sender that has been silent this long has switched the encoding off.</summary>
    public bool IsActive(Instant now) => LastPacketAt != Instant.Never && now - LastPacketAt < Silence;

    /// <summary>It has been asked for long enough to be there if it were sent.</summary>
    internal bool IsOverdue(Instant now) => WantedSince != Instant.Never && now - WantedSince >= Silence;

    /// <summary>Since when somebody needs it; <see cref="Instant.Never"/> while nobody does.</summary>
    internal Instant WantedSince { get; private set; } = Instant.Never;

    /// <summary>What it takes to forward everything up to these layers.</summary>
    public Bitrate RateUpTo(int spatial, int temporal, Instant now) => _meter.RateUpTo(spatial, temporal, now);

    /// <summary>
    /// 0 when unknown. Each spatial layer of one encoding is twice as tall as the one below where it does not say: VP9 says the size of
    /// the lowest only, as a stream's key pictures begin with it.
    /// </summary>
    public int HeightOf(int spatial)
    {
        spatial = Math.Min(spatial, Spatials - 1);
        for (var below = spatial; below >= 0; below--)
        {
            if (_heights[below] > 0)
                return _heights[below] << (spatial - below);
        }

        for (var above = spatial + 1; above < Spatials; above++)
        {
            if (_heights[above] > 0)
                return _heights[above] >> (above - spatial);
        }

        return 0;
    }

    /// <summary>What the layers sent when they were last sent.</summary>
    public Bitrate LastKnownRate(int spatial, int temporal) => _lastKnown[(Math.Min(spatial, Spatials - 1) * Temporals) + Math.Min(temporal, Temporals - 1)];

    /// <summary>Remembers the rates, for the time when nothing is sent.</summary>
    internal void Advance(Instant now)
    {
        History.Advance(now);

        // A meter that already runs empty would be remembered as a stream that costs nothing.
        if (!IsActive(now) || now - LastPacketAt > Flowing)
            return;

        for (var i = 0; i < _lastKnown.Length; i++)
            _lastKnown[i] = _meter.RateUpTo(i / Temporals, i % Temporals, now);
    }

    internal void Saw(in RtpPacket packet, in FrameInfo frame, Instant now)
    {
        LastPacketAt = now;
        if (frame.IsKeyFrame && frame.StartsFrame)
            KeyFrame = packet.SequenceNumber;

        _meter.Add(frame.SpatialLayer, frame.TemporalLayer, packet.Bytes.Length, now);
        if (frame.Height > 0 && frame.SpatialLayer < Spatials)
        {
            _heights[frame.SpatialLayer] = frame.Height;
            Height = _heights.Max();
        }
    }

    internal void Want(bool isWanted, Instant now) =>
        WantedSince = !isWanted ? Instant.Never : WantedSince == Instant.Never ? now : WantedSince;

    internal void ReceiveClock(NtpTime wall, RtpTimestamp timestamp) => Clock = new CaptureClock(wall, timestamp);
}
