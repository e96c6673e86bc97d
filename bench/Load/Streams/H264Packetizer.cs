using System.Buffers.Binary;

namespace Load.Streams;

/// <summary>H.264 access units as RTP payloads in packetization mode 1 (RFC 6184): parameter sets together in a STAP-A, slices whole or in FU-As.</summary>
internal static class H264Packetizer
{
    private const byte StapA = 24;
    private const byte FuA = 28;
    private const byte Start = 0x80;
    private const byte End = 0x40;
    private const int FragmentHeader = 2;

    private const int IdrSlice = 5;
    private const int SupplementalInformation = 6;
    private const int SequenceParameters = 7;
    private const int PictureParameters = 8;
    private const int AccessUnitDelimiter = 9;

    public static IEnumerable<byte[]> Packetize(IReadOnlyList<byte[]> units)
    {
        var parameters = units.Where(unit => TypeOf(unit) is SequenceParameters or PictureParameters).ToList();
        if (parameters.Count > 0)
            yield return Together(parameters);

        foreach (var unit in units)
        {
            if (TypeOf(unit) is SequenceParameters or PictureParameters or SupplementalInformation or AccessUnitDelimiter)
                continue;

            if (unit.Length <= PayloadSplit.LongestPayload)
            {
                yield return (byte[])unit.Clone();
                continue;
            }

            foreach (var (start, length) in PayloadSplit.Split(unit.Length - 1, PayloadSplit.LongestPayload - FragmentHeader))
                yield return Fragment(unit, start + 1, length);
        }
    }

    public static bool IsKeyFrame(IReadOnlyList<byte[]> units) => units.Any(unit => TypeOf(unit) == IdrSlice);

    /// <summary>Cuts a byte stream (ITU-T H.264 annex B) into access units at its delimiters.</summary>
    public static IEnumerable<IReadOnlyList<byte[]>> ReadAccessUnits(byte[] stream)
    {
        var current = new List<byte[]>();
        foreach (var unit in ReadUnits(stream))
        {
            if (TypeOf(unit) == AccessUnitDelimiter && current.Count > 0)
            {
                yield return current;
                current = [];
            }

            current.Add(unit);
        }

        if (current.Count > 0)
            yield return current;
    }

    private static int TypeOf(byte[] unit) => unit[0] & 0x1F;

    private static IEnumerable<byte[]> ReadUnits(byte[] stream)
    {
        var begin = -1;
        for (var i = 0; i + 3 <= stream.Length; i++)
        {
            if (stream[i] != 0 || stream[i + 1] != 0 || stream[i + 2] != 1)
                continue;

            if (begin >= 0)
                yield return Unit(stream, begin, i);

            begin = i + 3;
            i += 2;
        }

        if (begin >= 0)
            yield return Unit(stream, begin, stream.Length);
    }

    // A unit never ends in a zero byte; those that are there belong to the next start code.
    private static byte[] Unit(byte[] stream, int begin, int end)
    {
        while (end > begin + 1 && stream[end - 1] == 0)
            end--;

        return stream[begin..end];
    }

    private static byte[] Together(List<byte[]> units)
    {
        var payload = new byte[1 + units.Sum(unit => 2 + unit.Length)];
        payload[0] = (byte)((units[0][0] & 0x60) | StapA);
        var at = 1;
        foreach (var unit in units)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(at), (ushort)unit.Length);
            unit.CopyTo(payload, at + 2);
            at += 2 + unit.Length;
        }

        return payload;
    }

    private static byte[] Fragment(byte[] unit, int start, int length)
    {
        var payload = new byte[FragmentHeader + length];
        payload[0] = (byte)((unit[0] & 0xE0) | FuA);
        payload[1] = (byte)((unit[0] & 0x1F) | (start == 1 ? Start : 0) | (start + length == unit.Length ? End : 0));
        unit.AsSpan(start, length).CopyTo(payload.AsSpan(FragmentHeader));
        return payload;
    }
}
