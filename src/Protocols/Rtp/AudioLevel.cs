namespace Protocols.Rtp;

/// <summary>How loud an audio packet is, without decoding it (RFC 6464). Level is −dBov: 0 is the loudest, 127 silence.</summary>
public readonly record struct AudioLevel(byte Level, bool IsVoice)
{
    public const int Length = 1;

    public static readonly AudioLevel Silence = new(127, IsVoice: false);

    public static bool TryRead(ReadOnlySpan<byte> value, out AudioLevel level)
    {
        level = Silence;
        if (value.Length != Length)
            return false;

        level = new AudioLevel((byte)(value[0] & 0x7F), (value[0] & 0x80) != 0);
        return true;
    }

    public void Write(Span<byte> value) => value[0] = (byte)((IsVoice ? 0x80 : 0) | Math.Min(Level, (byte)127));
}
