namespace Protocols.Codecs;

/// <summary>The first byte of every Opus packet (RFC 6716 §3.1): how it was coded, and for how long it plays.</summary>
public readonly record struct OpusToc
{
    private const int TicksPerMillisecond = 48;
    private const int MaxTicks = 120 * TicksPerMillisecond;

    public OpusMode Mode { get; private init; }

    public bool IsStereo { get; private init; }

    public int FrameCount { get; private init; }

    /// <summary>Playing time in ticks of 48 kHz, which is Opus's RTP clock whatever the sampling rate (RFC 7587 §4.1).</summary>
    public int DurationTicks { get; private init; }

    public TimeSpan Duration => TimeSpan.FromTicks(DurationTicks * TimeSpan.TicksPerSecond / 48_000);

    /// <summary>No sound in it: an encoder in discontinuous transmission sends one or two bytes (RFC 6716 §3.1, §2.1.9).</summary>
    public bool IsDtx { get; private init; }

    //  0 1 2 3 4 5 6 7
    // | config  |s| c |
    public static bool TryParse(ReadOnlySpan<byte> packet, out OpusToc toc)
    {
        toc = default;
        if (packet.IsEmpty)
            return false;

        var configuration = packet[0] >> 3;
        var count = (packet[0] & 0x03) switch
        {
            0 => 1,
            3 when packet.Length > 1 => packet[1] & 0x3F,
            3 => 0,
            _ => 2,
        };
        var ticks = count * FrameTicks(configuration);
        if (ticks is 0 or > MaxTicks)
            return false;

        toc = new OpusToc
        {
            Mode = configuration < 12 ? OpusMode.Silk : configuration < 16 ? OpusMode.Hybrid : OpusMode.Celt,
            IsStereo = (packet[0] & 0x04) != 0,
            FrameCount = count,
            DurationTicks = ticks,
            IsDtx = packet.Length <= 2,
        };
        return true;
    }

    // RFC 6716 table 2: SILK 10, 20, 40, 60 ms; hybrid 10, 20; CELT 2.5, 5, 10, 20.
    private static int FrameTicks(int configuration) => configuration switch
    {
        < 12 => (configuration % 4) switch { 0 => 480, 1 => 960, 2 => 1_920, _ => 2_880 },
        < 16 => configuration % 2 == 0 ? 480 : 960,
        _ => 120 << (configuration % 4),
    };
}
