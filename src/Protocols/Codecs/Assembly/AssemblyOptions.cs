namespace Protocols.Codecs.Assembly;

/// <summary>How patiently a picture is put together.</summary>
public sealed record AssemblyOptions
{
    /// <summary>How long a missing packet is waited for: two round trips of a retransmission on most lines. Longer, and the picture is later than a new one.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How often a key frame is asked for while none comes; the request may be lost, too.</summary>
    public TimeSpan RequestInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After so long without a packet a sender is taken to be paused.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A key frame of 1080p at the best quality has half of that.</summary>
    public int LongestPicture { get; init; } = 2 << 20;
}
