using Protocols.Codecs;
using Protocols.Codecs.Packetizing;

namespace Mixer.Tests.Video.Clips;

/// <summary>The payloads in which a sender would send an access unit of a clip. VP9 and AV1, which we never send, as simply as their formats allow.</summary>
internal static class ClipPackets
{
    private const int Longest = 1_200;

    public static List<byte[]> Packetize(VideoCodec codec, byte[] unit) => codec switch
    {
        VideoCodec.H264 => H264(unit),
        VideoCodec.Vp8 => Vp8(unit),
        VideoCodec.Vp9 => Vp9(unit),
        _ => Av1(unit),
    };

    private static List<byte[]> H264(byte[] unit)
    {
        var (payloads, payload) = (new List<byte[]>(), new byte[Longest]);
        for (var begin = 4; begin < unit.Length;)
        {
            var length = unit.AsSpan(begin).IndexOf((ReadOnlySpan<byte>)[0, 0, 0, 1]);
            var end = length < 0 ? unit.Length : begin + length;
            if (end > begin)
            {
                var packetizer = new H264Packetizer(unit.AsSpan(begin, end - begin), Longest);
                while (packetizer.TryNext(payload, out var written))
                    payloads.Add(payload[..written]);
            }

            begin = end + 4;
        }

        return payloads;
    }

    private static List<byte[]> Vp8(byte[] frame)
    {
        var (payloads, payload) = (new List<byte[]>(), new byte[Longest]);
        var packetizer = new Vp8Packetizer(frame, Longest, 1);
        while (packetizer.TryNext(payload, out var length))
            payloads.Add(payload[..length]);

        return payloads;
    }

    // B on the first, E on the last; P, predicted, unless the frame's header says that it is a key frame (frame_type is the sixth bit).
    private static List<byte[]> Vp9(byte[] frame)
    {
        var split = new PayloadSplit(frame.Length, Longest - 1);
        var isKeyFrame = (frame[0] & 0x04) == 0;
        return [.. Enumerable.Range(0, split.Count).Select(piece => (byte[])[
            (byte)((isKeyFrame ? 0 : 0x40) | (piece == 0 ? 0x08 : 0) | (piece == split.Count - 1 ? 0x04 : 0)),
            .. frame.AsSpan(split.Start(piece), split.Length(piece))])];
    }

    // A unit of one packet each (W = 1), without its size, and cut over packets where it is long.
    private static List<byte[]> Av1(byte[] unit)
    {
        var payloads = new List<byte[]>();
        for (var at = 0; at < unit.Length;)
        {
            var (header, begin, length) = (unit[at], at + 1, 0);
            for (var shift = 0; ; shift += 7)
            {
                length |= (unit[begin] & 0x7F) << shift;
                if ((unit[begin++] & 0x80) == 0)
                    break;
            }

            length = Math.Min(length, unit.Length - begin);
            var type = (header >> 3) & 0x0F;
            at = begin + length;
            if (type == 2)
                continue;

            byte[] element = [(byte)(header & ~0x02), .. unit.AsSpan(begin, length)];
            var split = new PayloadSplit(element.Length, Longest - 1);
            for (var piece = 0; piece < split.Count; piece++)
            {
                var (continues, goesOn) = (piece > 0, piece < split.Count - 1);
                payloads.Add([
                    (byte)((continues ? 0x80 : 0) | (goesOn ? 0x40 : 0) | 0x10 | (type == 1 ? 0x08 : 0)),
                    .. element.AsSpan(split.Start(piece), split.Length(piece))]);
            }
        }

        return payloads;
    }
}
