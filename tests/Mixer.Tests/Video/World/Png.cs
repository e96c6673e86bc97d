using System.Buffers.Binary;
using System.IO.Compression;

namespace Mixer.Tests.Video.World;

/// <summary>Writes and reads PNG of the plainest kind: eight bits of red, green and blue, lines unfiltered or as differences from the line above.</summary>
internal static class Png
{
    private const byte FilterNone = 0;
    private const byte FilterUp = 2;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Write(RgbImage image)
    {
        using var file = new MemoryStream();
        file.Write(Signature);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        (header[8], header[9]) = (8, 2);
        WriteChunk(file, "IHDR"u8, header);

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var line = new byte[image.Stride];
            for (var y = 0; y < image.Height; y++)
            {
                zlib.WriteByte(FilterUp);
                for (var i = 0; i < line.Length; i++)
                    line[i] = (byte)(image.Bytes[(y * image.Stride) + i] - (y > 0 ? image.Bytes[((y - 1) * image.Stride) + i] : 0));
                zlib.Write(line);
            }
        }

        WriteChunk(file, "IDAT"u8, packed.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    public static RgbImage Read(ReadOnlySpan<byte> file)
    {
        var image = new RgbImage(BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        using var packed = new MemoryStream();
        for (var rest = file[Signature.Length..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (rest[4..8].SequenceEqual("IDAT"u8))
                packed.Write(rest.Slice(8, length));
            rest = rest[(length + 12)..];
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        for (var y = 0; y < image.Height; y++)
        {
            var filter = zlib.ReadByte();
            if (filter is not (FilterNone or FilterUp))
                throw new InvalidDataException($"Line {y} has filter {filter}; such files are not ours.");

            zlib.ReadExactly(image.Bytes.AsSpan(y * image.Stride, image.Stride));
            for (var i = 0; i < image.Stride && y > 0 && filter == FilterUp; i++)
                image.Bytes[(y * image.Stride) + i] += image.Bytes[((y - 1) * image.Stride) + i];
        }

        return image;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(name);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(name, content));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        var crc = Add(Add(uint.MaxValue, name), content);
        return ~crc;

        static uint Add(uint crc, ReadOnlySpan<byte> bytes)
        {
            foreach (var value in bytes)
            {
                crc ^= value;
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }

            return crc;
        }
    }
}
