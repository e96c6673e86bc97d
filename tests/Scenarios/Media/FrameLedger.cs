using System.Buffers.Binary;

namespace Scenarios.Media;

/// <summary>All frames that anybody made in a meeting, and the stamp in the tail of every payload by which they are known again.</summary>
public sealed class FrameLedger
{
    public const int StampLength = 12;

    private const uint Mark = 0x57A3_C10C;

    private readonly List<CodedFrame> _frames = [];

    public int NextId => _frames.Count;

    public CodedFrame this[int id] => _frames[id];

    public void Add(CodedFrame frame) => _frames.Add(frame);

    public int Count(object source) => _frames.Count(frame => ReferenceEquals(frame.Source, source));

    public IEnumerable<CodedFrame> Of(object source) => _frames.Where(frame => ReferenceEquals(frame.Source, source));

    public static void Stamp(Span<byte> payload, int frame, int packet)
    {
        var tail = payload[^StampLength..];
        BinaryPrimitives.WriteUInt32BigEndian(tail, Mark);
        BinaryPrimitives.WriteInt32BigEndian(tail[4..], frame);
        BinaryPrimitives.WriteInt32BigEndian(tail[8..], packet);
    }

    public bool TryRead(ReadOnlySpan<byte> payload, out CodedFrame frame, out int packet)
    {
        frame = null!;
        packet = 0;
        if (payload.Length < StampLength)
            return false;

        var tail = payload[^StampLength..];
        var id = BinaryPrimitives.ReadInt32BigEndian(tail[4..]);
        packet = BinaryPrimitives.ReadInt32BigEndian(tail[8..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(tail) != Mark || (uint)id >= (uint)_frames.Count)
            return false;

        frame = _frames[id];
        return (uint)packet < (uint)frame.Packets;
    }
}
