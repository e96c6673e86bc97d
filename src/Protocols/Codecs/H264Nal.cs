using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>
/// What one H.264 payload carries (RFC 6184 §5): a single NAL unit, an aggregate (STAP-A) or a fragment (FU-A), the
/// three of packetization modes 0 and 1. Other packet types are refused: nobody we answer may send them.
/// </summary>
public readonly record struct H264Nal
{
    private const int Slice = 1;
    private const int IdrSlice = 5;
    private const int Sei = 6;
    private const int Sps = 7;
    private const int Pps = 8;
    private const int AccessUnitDelimiter = 9;
    private const int StapA = 24;
    private const int FuA = 28;

    public bool ContainsIdr { get; private init; }

    public bool ContainsSps { get; private init; }

    public bool ContainsPps { get; private init; }

    /// <summary>A fragment that isn't the first of its NAL unit.</summary>
    public bool ContinuesFragment { get; private init; }

    /// <summary>False for a fragment that more fragments follow.</summary>
    public bool EndsNal { get; private init; }

    /// <summary>
    /// Nothing of the picture can lie before this packet: it begins with parameter sets, a delimiter, SEI, or the slice
    /// with the picture's first macroblock (H.264 §7.4.1.2.3).
    /// </summary>
    public bool MayStartPicture { get; private init; }

    /// <summary>nal_ref_idc = 0: no other picture is predicted from this one.</summary>
    public bool IsNonReference { get; private init; }

    /// <summary>The size that an SPS in this packet gives; 0 without one.</summary>
    public int Width { get; private init; }

    public int Height { get; private init; }

    //  0 1 2 3 4 5 6 7
    // |F|NRI|  Type   |   FU-A: then |S|E|R|  Type   |   STAP-A: then length (16), NAL unit, …
    public static bool TryParse(ReadOnlySpan<byte> payload, out H264Nal nal)
    {
        nal = default;
        if (payload.Length < 2 || (payload[0] & 0x80) != 0)
            return false;

        var type = payload[0] & 0x1F;
        var isNonReference = (payload[0] & 0x60) == 0;
        switch (type)
        {
            case > 0 and < StapA:
                nal = Describe(payload) with { IsNonReference = isNonReference && type is Slice };
                return true;
            case StapA:
                return TryParseAggregate(payload[1..], out nal);
            case FuA when payload.Length > 2:
                var starts = (payload[1] & 0x80) != 0;
                var fragmented = payload[1] & 0x1F;
                nal = new H264Nal
                {
                    ContainsIdr = fragmented == IdrSlice,
                    ContainsSps = fragmented == Sps,
                    ContainsPps = fragmented == Pps,
                    ContinuesFragment = !starts,
                    EndsNal = (payload[1] & 0x40) != 0,
                    MayStartPicture = starts && MayStart(fragmented, payload[2..]),
                    IsNonReference = isNonReference && fragmented is Slice,
                };
                return true;
            default:
                return false;
        }
    }

    private static bool TryParseAggregate(ReadOnlySpan<byte> units, out H264Nal nal)
    {
        nal = default;
        if (units.Length < 3)
            return false;

        var all = new H264Nal { EndsNal = true, IsNonReference = true };
        var isFirst = true;
        while (!units.IsEmpty)
        {
            if (units.Length < 3)
                return false;

            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length == 0 || length > units.Length - 2)
                return false;

            var unit = units.Slice(2, length);
            var one = Describe(unit);
            all = all with
            {
                ContainsIdr = all.ContainsIdr || one.ContainsIdr,
                ContainsSps = all.ContainsSps || one.ContainsSps,
                ContainsPps = all.ContainsPps || one.ContainsPps,
                MayStartPicture = isFirst ? one.MayStartPicture : all.MayStartPicture,
                IsNonReference = all.IsNonReference && (unit[0] & 0x60) == 0,
                Width = all.Width == 0 ? one.Width : all.Width,
                Height = all.Height == 0 ? one.Height : all.Height,
            };
            isFirst = false;
            units = units[(2 + length)..];
        }

        nal = all;
        return true;
    }

    private static H264Nal Describe(ReadOnlySpan<byte> unit)
    {
        var type = unit[0] & 0x1F;
        var size = (Width: 0, Height: 0);
        if (type == Sps && H264Sps.TryParse(unit, out var sps))
            size = (sps.Width, sps.Height);

        return new H264Nal
        {
            ContainsIdr = type == IdrSlice,
            ContainsSps = type == Sps,
            ContainsPps = type == Pps,
            EndsNal = true,
            MayStartPicture = MayStart(type, unit[1..]),
            Width = size.Width,
            Height = size.Height,
        };
    }

    // first_mb_in_slice is the first field of a slice header, ue(v): a leading 1 bit is zero.
    private static bool MayStart(int type, ReadOnlySpan<byte> body) => type switch
    {
        Slice or IdrSlice => !body.IsEmpty && (body[0] & 0x80) != 0,
        Sei or Sps or Pps or AccessUnitDelimiter => true,
        _ => false,
    };
}
