namespace Protocols.Rtp;

/// <summary>
/// Unrolls the circle of sequence numbers into an index that never wraps, by the guess of RFC 3711 §3.3.1: a number is the
/// one nearest to the highest so far. The first number is its own index; what is older than it may be negative.
/// </summary>
public struct ExtendedSequence
{
    public bool HasStarted { get; private set; }

    /// <summary>The highest index so far; meaningless before the first number.</summary>
    public long Highest { get; private set; }

    /// <summary>The index of <paramref name="sequence"/>, without taking note of it.</summary>
    public readonly long Guess(SequenceNumber sequence) =>
        HasStarted ? Highest + (sequence - new SequenceNumber(unchecked((ushort)Highest))) : sequence.Value;

    public long Unwrap(SequenceNumber sequence)
    {
        var index = Guess(sequence);
        if (!HasStarted || index > Highest)
            Highest = index;

        HasStarted = true;
        return index;
    }
}
