using Protocols.Rtp;

namespace Protocols.Congestion;

/// <summary>A look at the numbers that no report has settled yet, in order, and at when each of them came.</summary>
public readonly ref struct ArrivalWindow
{
    private readonly ArrivalRing _ring;
    private readonly long _first;

    internal ArrivalWindow(ArrivalRing ring, long first, int count)
    {
        _ring = ring;
        _first = first;
        Count = count;
    }

    public int Count { get; }

    public SequenceNumber First => new(unchecked((ushort)_first));

    public bool Received(int offset) => _ring.HasCome(_first + offset);

    /// <summary>To 250 µs; <see cref="Instant.Never"/> for a number that has not come.</summary>
    public Instant Arrival(int offset) => _ring.Arrival(_first + offset);

    internal ArrivalWindow Slice(FeedbackRun run) => new(_ring, _first + run.Start, run.End - run.Start);
}
