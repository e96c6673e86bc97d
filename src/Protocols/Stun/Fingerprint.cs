namespace Protocols.Stun;

/// <summary>The FINGERPRINT checksum (RFC 8489 §14.7): CRC-32 as in ITU-T V.42, with STUN's own constant laid over it.</summary>
internal static class Fingerprint
{
    private const uint Mask = 0x5354_554E;
    private const uint ReflectedPolynomial = 0xEDB8_8320;

    private static readonly uint[] Table = Tabulate();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var octet in bytes)
            crc = Table[(byte)(crc ^ octet)] ^ (crc >> 8);

        return ~crc ^ Mask;
    }

    private static uint[] Tabulate()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReflectedPolynomial;

            table[i] = crc;
        }

        return table;
    }
}
