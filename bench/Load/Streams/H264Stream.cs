using Protocols.Codecs.Packetizing;

namespace Load.Streams;

/// <summary>Cuts a byte stream of H.264 (ITU-T H.264 annex B) into access units, and those into payloads as a sender in packetization mode 1 does.</summary>
internal static class H264Stream
{
    private const int IdrSlice = 5;
    private const int SupplementalInformation = 6;
    private const int SequenceParameters = 7;
    private const int PictureParameters = 8;
    private const int AccessUnitDelimiter = 9;

    /// <summary>Parameter sets together in an aggregate, slices whole or in fragments.</summary>
    public static IEnumerable<byte[]> Packetize(IReadOnlyList<byte[]> units, int longestPayload)
    {
        var payloads = new List<byte[]>();
        var (payload, length) = (new byte[longestPayload], 0);
        foreach (var unit in units.Where(unit => TypeOf(unit) is SequenceParameters or PictureParameters))
            H264Packetizer.TryAggregate(unit, payload, ref length);

        if (length > 0)
            payloads.Add(payload[..length]);

        foreach (var unit in units)
        {
            if (TypeOf(unit) is SequenceParameters or PictureParameters or SupplementalInformation or AccessUnitDelimiter)
                continue;

            var packetizer = new H264Packetizer(unit, longestPayload);
            while (packetizer.TryNext(payload, out length))
                payloads.Add(payload[..length]);
        }

        return payloads;
    }

    public static bool IsKeyFrame(IReadOnlyList<byte[]> units) => units.Any(unit => TypeOf(unit) == IdrSlice);

    /// <summary>Access units begin at their delimiters.</summary>
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
}
