namespace Protocols.Codecs.Packetizing;

/// <summary>Cuts a frame into the fewest pieces, which differ by a byte at most, the longer ones last: no packet is much smaller than the others.</summary>
public readonly record struct PayloadSplit
{
    private readonly int _shorter;
    private readonly int _longer;

    public PayloadSplit(int total, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Count = ((total - 1) / limit) + 1;
        (_shorter, _longer) = Math.DivRem(total, Count);
    }

    public int Count { get; }

    public int Start(int piece) => (piece * _shorter) + Math.Max(piece - (Count - _longer), 0);

    public int Length(int piece) => _shorter + (piece >= Count - _longer ? 1 : 0);
}
