namespace Protocols.Sdp.Terminals;

/// <summary>What a terminal's call has come to so far, line by line. The next offer of either side is understood by it.</summary>
public sealed record TerminalAgreement
{
    public required IReadOnlyList<TerminalLine> Lines { get; init; }

    /// <summary>What we last said: the answer, or the offer that was answered.</summary>
    public required SessionDescription Local { get; init; }

    public required long Version { get; init; }

    public TerminalLine? Audio => Served(MediaKind.Audio);

    public TerminalLine? Video => Served(MediaKind.Video);

    private TerminalLine? Served(MediaKind kind) => Lines.FirstOrDefault(line => line.IsAccepted && line.Kind == kind);
}
