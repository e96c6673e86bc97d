using System.Buffers.Binary;

namespace Protocols.Codecs.Packetizing;

/// <summary>
/// The RTP payloads of one NAL unit (RFC 6184): the unit itself, which packetization modes 0 and 1 both take, or where it is too long for
/// that, fragments (FU-A), which only mode 1 takes.
/// </summary>
public ref struct H264Packetizer
{
    private const byte StapA = 24;
    private const byte FuA = 28;
    private const byte Start = 0x80;
    private const byte End = 0x40;
    private const int FragmentHeader = 2;

    private readonly ReadOnlySpan<byte> _unit;
    private readonly PayloadSplit _split;
    private int _next;

    /// <param name="unit">Without a start code, not empty.</param>
    /// <param name="longestPayload">More than the three bytes of the shortest fragment.</param>
    public H264Packetizer(ReadOnlySpan<byte> unit, int longestPayload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(unit.Length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(longestPayload, FragmentHeader);
        _unit = unit;
        IsWhole = unit.Length <= longestPayload;
        _split = IsWhole ? default : new PayloadSplit(unit.Length - 1, longestPayload - FragmentHeader);
    }

    /// <summary>Whether the unit is its own payload, so that mode 0 can carry it.</summary>
    public bool IsWhole { get; }

    /// <summary>Writes the next payload; false when there was none left.</summary>
    public bool TryNext(Span<byte> payload, out int length)
    {
        length = 0;
        if (_next == (IsWhole ? 1 : _split.Count))
            return false;

        var piece = _next++;
        if (IsWhole)
        {
            _unit.CopyTo(payload);
            length = _unit.Length;
            return true;
        }

        // |F|NRI|  28  | |S|E|R|  Type  | and the unit without its first byte, in pieces.
        payload[0] = (byte)((_unit[0] & 0xE0) | FuA);
        payload[1] = (byte)((_unit[0] & 0x1F) | (piece == 0 ? Start : 0) | (piece == _split.Count - 1 ? End : 0));
        _unit.Slice(1 + _split.Start(piece), _split.Length(piece)).CopyTo(payload[FragmentHeader..]);
        length = FragmentHeader + _split.Length(piece);
        return true;
    }

    /// <summary>
    /// Puts a unit behind those already in an aggregate (STAP-A, mode 1 alone) of <paramref name="length"/> bytes so far; false when it does not
    /// fit. An aggregate begins with a length of 0.
    /// </summary>
    public static bool TryAggregate(ReadOnlySpan<byte> unit, Span<byte> payload, ref int length)
    {
        var at = Math.Max(length, 1);
        if (unit.IsEmpty || unit.Length > ushort.MaxValue || at + 2 + unit.Length > payload.Length)
            return false;

        // The aggregate is as important as the most important unit in it (§5.7).
        var importance = (byte)(unit[0] & 0x60);
        payload[0] = length == 0 ? (byte)(importance | StapA) : (byte)(Math.Max((byte)(payload[0] & 0x60), importance) | StapA);
        BinaryPrimitives.WriteUInt16BigEndian(payload[at..], (ushort)unit.Length);
        unit.CopyTo(payload[(at + 2)..]);
        length = at + 2 + unit.Length;
        return true;
    }
}
