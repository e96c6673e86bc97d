using System.Buffers.Binary;

namespace Protocols.Codecs.Assembly;

/// <summary>H.264 in packetization modes 0 and 1 (RFC 6184): whole NAL units, aggregates (STAP-A) and fragments (FU-A), each unit behind a start code.</summary>
internal sealed class H264Unpacker : IUnpacker
{
    private const int StapA = 24;
    private const int FuA = 28;

    // 0 outside of a fragmented unit, whose type is never 0 here.
    private int _fragmented;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    public void Begin() => _fragmented = 0;

    public bool TryAdd(ReadOnlySpan<byte> payload, PictureBytes picture, out PayloadFacts facts)
    {
        facts = default;
        if (!H264Nal.TryParse(payload, out var nal))
            return false;

        facts = new PayloadFacts(nal.MayStartPicture, nal.ContainsIdr);
        return (payload[0] & 0x1F) switch
        {
            FuA => TryAddFragment(payload, picture),
            _ when _fragmented != 0 => false,
            StapA => TryAddUnits(payload[1..], picture),
            _ => TryAddUnit(payload, picture),
        };
    }

    public bool TryEnd(PictureBytes picture) => _fragmented == 0 && picture.Length > 0 && picture.TryEndFrame();

    private static bool TryAddUnit(ReadOnlySpan<byte> unit, PictureBytes picture) => picture.TryAdd(StartCode) && picture.TryAdd(unit);

    // The parser has seen that the lengths make up the payload.
    private static bool TryAddUnits(ReadOnlySpan<byte> units, PictureBytes picture)
    {
        while (!units.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (!TryAddUnit(units.Slice(2, length), picture))
                return false;

            units = units[(2 + length)..];
        }

        return true;
    }

    private bool TryAddFragment(ReadOnlySpan<byte> payload, PictureBytes picture)
    {
        var (starts, ends, type) = ((payload[1] & 0x80) != 0, (payload[1] & 0x40) != 0, payload[1] & 0x1F);

        // A unit in a single fragment is forbidden (§5.8), but harmless.
        if (type is 0 or >= StapA || starts != (_fragmented == 0) || (!starts && type != _fragmented))
            return false;

        _fragmented = ends ? 0 : type;
        return (!starts || (picture.TryAdd(StartCode) && picture.TryAdd([(byte)((payload[0] & 0xE0) | type)]))) && picture.TryAdd(payload[2..]);
    }
}
