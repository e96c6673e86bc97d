using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Drawing;

public sealed class BlendingTests
{
    [Test]
    public void Ink_covers_as_much_as_its_opacity_says([Values(1, 15, 16, 17, 64, 333)] int length)
    {
        var random = new Random(length);
        var (to, opacity, colour) = (new byte[length], new byte[length], new byte[length]);
        random.NextBytes(to);
        random.NextBytes(opacity);
        random.NextBytes(colour);
        (opacity[0], opacity[^1]) = (0, 255);
        var ink = opacity.Zip(colour, (a, c) => (byte)Math.Round(a * c / 255.0)).ToArray();
        var before = to.ToArray();

        Blending.Row(to, opacity, ink);

        for (var i = 0; i < length; i++)
            Assert.That(to[i], Is.EqualTo(((before[i] * (255 - opacity[i])) + (colour[i] * opacity[i])) / 255.0).Within(1.6));
    }

    [TestCase(0, 0)]
    [TestCase(255, 255)]
    public void No_ink_changes_nothing_and_full_ink_hides_all(byte opacity, byte expected)
    {
        byte[] to = new byte[40];
        to.AsSpan().Fill(opacity == 0 ? (byte)0 : (byte)7);

        Blending.Row(to, Enumerable.Repeat(opacity, 40).ToArray(), Enumerable.Repeat(expected, 40).ToArray());

        Assert.That(to, Is.All.EqualTo(expected));
    }

    // Limited range: black 16, white 235, and the primaries of BT.709 and BT.601 as the standards' tables have them.
    [TestCase(0x000000, 16, 128, 128, 16, 128, 128)]
    [TestCase(0xFFFFFF, 235, 128, 128, 235, 128, 128)]
    [TestCase(0xFF0000, 63, 102, 240, 81, 90, 240)]
    [TestCase(0x00FF00, 173, 42, 26, 145, 54, 34)]
    [TestCase(0x0000FF, 32, 240, 118, 41, 240, 110)]
    public void Colours_are_of_limited_range(int rgb, int y709, int u709, int v709, int y601, int u601, int v601)
    {
        Assert.That(ColourMatrix.Bt709.From(Rgb.Hex(rgb)), Is.EqualTo(new Yuv((byte)y709, (byte)u709, (byte)v709)));
        Assert.That(ColourMatrix.Bt601.From(Rgb.Hex(rgb)), Is.EqualTo(new Yuv((byte)y601, (byte)u601, (byte)v601)));
    }
}
