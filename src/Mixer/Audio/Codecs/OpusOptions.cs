using Protocols;

namespace Mixer.Audio.Codecs;

/// <summary>How our Opus is made. There is no discontinuous transmission: a terminal that hears nothing for long hangs up.</summary>
public sealed record OpusOptions
{
    public Bitrate Bitrate { get; init; } = Bitrate.Kilobits(32);

    /// <summary>0 … 10. Five costs half of ten, and speech at 32 kbit/s gains little above it.</summary>
    public int Complexity { get; init; } = 5;

    /// <summary>Where many have an encoding of their own at once, as when a meeting fills and each is told so: one costs two fifths of five.</summary>
    public int SparingComplexity { get; init; } = 1;

    /// <summary>How much of each packet is spent on repairing the one before; see RFC 6716 §2.1.7.</summary>
    public int ExpectedLossPercent { get; init; } = 10;
}
