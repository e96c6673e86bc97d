using Protocols;

namespace Scenarios.Media;

/// <summary>What a simulated encoder made: one frame of one layer, or one sound frame. Receivers know frames again by their stamp.</summary>
public sealed record CodedFrame
{
    public required int Id { get; init; }

    public required object Source { get; init; }

    public required Instant CapturedAt { get; init; }

    /// <summary>The place in the order of its source and encoding, from 0.</summary>
    public required int Number { get; init; }

    public required int Packets { get; init; }

    public int Encoding { get; init; }

    public int Spatial { get; init; }

    public int Temporal { get; init; }

    public int Height { get; init; }

    public bool IsKey { get; init; }

    /// <summary>The frames without which this one cannot be decoded.</summary>
    public IReadOnlyList<int> References { get; init; } = [];
}
