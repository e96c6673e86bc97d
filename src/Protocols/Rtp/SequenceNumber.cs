namespace Protocols.Rtp;

/// <summary>A 16-bit RTP sequence number (RFC 3550 §5.1), on a circle of 65 536.</summary>
public readonly record struct SequenceNumber(ushort Value)
{
    public SequenceNumber Next => this + 1;

    public static SequenceNumber operator +(SequenceNumber s, int n) => new(unchecked((ushort)(s.Value + n)));

    public static SequenceNumber operator -(SequenceNumber s, int n) => new(unchecked((ushort)(s.Value - n)));

    /// <summary>Steps from <paramref name="b"/> to <paramref name="a"/> the short way round: -32 768 … 32 767.</summary>
    public static int operator -(SequenceNumber a, SequenceNumber b) => unchecked((short)(a.Value - b.Value));

    // No < or >: order on a circle is not transitive, so it must not look sortable (RFC 1982 §3.2).
    public bool IsNewerThan(SequenceNumber other) => this - other > 0;

    public override string ToString() => $"#{Value}";
}
