namespace Protocols.Sdp.Terminals;

/// <summary>What the operator and the meeting allow one terminal.</summary>
public sealed record TerminalPolicy
{
    public SrtpRule Srtp { get; init; } = SrtpRule.BestEffort;

    /// <summary>Of sound and picture together, each way.</summary>
    public Bitrate MaxBitrate { get; init; } = Bitrate.Megabits(4);

    /// <summary>The largest picture we take and send.</summary>
    public PictureLimit Picture { get; init; } = PictureLimit.FullHd;

    public bool AllowVideo { get; init; } = true;

    /// <summary>The codecs of sound that may be spoken, the best first; null: all that we have, in our order.</summary>
    public IReadOnlyList<CodecName>? Sound { get; init; }

    /// <summary>Whether keys may be pressed as telephone events (RFC 4733).</summary>
    public bool TakesKeyEvents { get; init; } = true;

    public TerminalClass Class { get; init; }
}
