namespace Protocols.Dtmf;

/// <summary>How digits are dialled.</summary>
public sealed record DtmfSenderOptions
{
    /// <summary>Long enough for the slowest machine at the other end.</summary>
    public TimeSpan Tone { get; init; } = TimeSpan.FromMilliseconds(120);

    public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What a comma in the digits stands for.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan PacketInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>-10 dBm0, as a telephone has it.</summary>
    public byte Volume { get; init; } = 10;
}
