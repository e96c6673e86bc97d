namespace Protocols.Rtp;

/// <summary>How to turn a picture before showing it (3GPP TS 26.114 §7.4.5, "CVO").</summary>
/// <param name="Rotation">Degrees, clockwise, that the receiver must turn the picture: 0, 90, 180 or 270.</param>
public readonly record struct VideoOrientation(int Rotation, bool IsFlipped = false, bool IsBackCamera = false)
{
    public const int Length = 1;

    // |0 0 0 0 C F R1 R0|
    public static bool TryRead(ReadOnlySpan<byte> value, out VideoOrientation orientation)
    {
        orientation = default;
        if (value.Length != Length)
            return false;

        orientation = new VideoOrientation((value[0] & 0x03) * 90, (value[0] & 0x04) != 0, (value[0] & 0x08) != 0);
        return true;
    }

    public void Write(Span<byte> value) =>
        value[0] = (byte)((IsBackCamera ? 0x08 : 0) | (IsFlipped ? 0x04 : 0) | ((Rotation / 90) & 0x03));
}
