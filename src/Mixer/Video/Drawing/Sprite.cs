namespace Mixer.Video.Drawing;

/// <summary>
/// Something drawn once and laid on many pictures: a name, a mark. Opacity and ink for each pixel of luma, and for each four of colour; the ink is already
/// multiplied by its opacity. Both sides are even.
/// </summary>
internal sealed class Sprite(int width, int height, byte[] opacity, byte[] luma, byte[] halfOpacity, byte[] blue, byte[] red)
{
    public int Width => width;

    public int Height => height;

    public ReadOnlySpan<byte> Opacity => opacity;

    public ReadOnlySpan<byte> Luma => luma;

    public ReadOnlySpan<byte> HalfOpacity => halfOpacity;

    public ReadOnlySpan<byte> Blue => blue;

    public ReadOnlySpan<byte> Red => red;

    public int Bytes => (2 * opacity.Length) + (3 * halfOpacity.Length);
}
