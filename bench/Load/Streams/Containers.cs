using System.Buffers.Binary;

namespace Load.Streams;

/// <summary>Reads the two simplest containers there are: IVF for VP8, Ogg (RFC 3533) for Opus.</summary>
internal static class Containers
{
    private const int IvfFrameHeader = 12;
    private const int OggPageHeader = 27;

    public static IEnumerable<byte[]> ReadIvf(byte[] file)
    {
        var at = (int)BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(6));
        while (at + IvfFrameHeader <= file.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            at += IvfFrameHeader;
            yield return file[at..(at + length)];
            at += length;
        }
    }

    /// <summary>The packets of the one stream in the file, without the two that describe it (RFC 7845 §3).</summary>
    public static IEnumerable<byte[]> ReadOggOpus(byte[] file) => ReadOgg(file).Skip(2);

    private static IEnumerable<byte[]> ReadOgg(byte[] file)
    {
        var packet = new List<byte>();
        for (var page = 0; page + OggPageHeader <= file.Length && file.AsSpan(page, 4).SequenceEqual("OggS"u8);)
        {
            var segments = file[page + OggPageHeader - 1];
            var at = page + OggPageHeader + segments;
            for (var i = 0; i < segments; i++)
            {
                var length = file[page + OggPageHeader + i];
                packet.AddRange(file.AsSpan(at, length));
                at += length;
                if (length == byte.MaxValue)
                    continue;

                yield return packet.ToArray();
                packet.Clear();
            }

            page = at;
        }
    }
}
