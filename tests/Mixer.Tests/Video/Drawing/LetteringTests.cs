using Mixer.Native;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Drawing;

public sealed class LetteringTests
{
    private Lettering _lettering = null!;

    [SetUp]
    public void Open()
    {
        Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
        _lettering = lettering!;
    }

    [TearDown]
    public void Close() => _lettering.Dispose();

    [TestCase("王小明")]
    [TestCase("Zoë Müller")]
    [TestCase("Дмитрий")]
    [TestCase("龘㙡")]
    public void A_name_leaves_ink(string name)
    {
        var tag = NameTag.Draw(_lettering, name, muted: false, 360, 600, ColourMatrix.Bt709)!;

        Assert.That(Bright(tag), Is.GreaterThan(60));
    }

    [Test]
    public void Every_character_of_GB2312_is_in_the_font()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        var gb2312 = System.Text.Encoding.GetEncoding(936);
        using var face = OpenFace();
        var missing = new List<string>();
        for (var row = 0xB0; row <= 0xF7; row++)
        {
            for (var cell = 0xA1; cell <= (row == 0xD7 ? 0xF9 : 0xFE); cell++)
            {
                var character = gb2312.GetString([(byte)row, (byte)cell]);
                if (!face.Has(character.EnumerateRunes().First()))
                    missing.Add(character);
            }
        }

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void A_long_name_ends_with_an_ellipsis_and_stays_within_its_width()
    {
        var shortened = _lettering.Shorten("A participant with a very long name, of a very long company", 20, 200);

        Assert.That(shortened, Does.StartWith("A participant").And.EndsWith("…"));
        Assert.That(_lettering.Measure(shortened, 20), Is.LessThanOrEqualTo(200));
        Assert.That(NameTag.Draw(_lettering, new string('王', 100), muted: true, 360, 300, ColourMatrix.Bt709)!.Width, Is.LessThanOrEqualTo(302));
    }

    [TestCase("Anna\u202Enimda", "Annanimda")]
    [TestCase("  two\r\nlines\t ", "two  lines")]
    [TestCase("\0\u0007bell", "bell")]
    [TestCase("Party 🎉", "Party")]
    [TestCase("a\uD800b", "ab")]
    public void What_would_disturb_a_line_is_left_out(string name, string shown) => Assert.That(_lettering.Clean(name), Is.EqualTo(shown));

    [Test]
    public void Hostile_names_are_drawn_or_left_out_but_never_thrown_at_us([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var name = new string([.. Enumerable.Range(0, 200).Select(_ => (char)random.Next(0x10000))]);

        Assert.That(() => NameTag.Draw(_lettering, _lettering.Clean(name), muted: false, 180, 300, ColourMatrix.Bt709), Throws.Nothing);
        Assert.That(() => Avatar.Draw(_lettering, _lettering.Clean(name), 80, ColourMatrix.Bt709), Throws.Nothing);
    }

    [Test]
    public void A_missing_font_is_named_with_its_package()
    {
        Assert.That(Lettering.TryOpen("/nowhere/font.ttf", out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain("/nowhere/font.ttf").And.Contain("fonts-wqy-microhei"));
    }

    [Test]
    public void Names_are_drawn_once_and_the_least_used_are_forgotten()
    {
        var decorator = new Decorator(_lettering);
        var first = decorator.NameTag("王小明", muted: false, 360, 600, ColourMatrix.Bt709);
        Assert.That(decorator.NameTag("王小明", muted: false, 360, 600, ColourMatrix.Bt709), Is.SameAs(first));

        for (var i = 0; i < 120; i++)
        {
            decorator.Avatar($"{(char)('A' + (i % 26))}{i}", 300, ColourMatrix.Bt709);
            decorator.NameTag("王小明", muted: false, 360, 600, ColourMatrix.Bt709);
        }

        Assert.That(decorator.Kept, Is.LessThan(100));
        Assert.That(decorator.NameTag("王小明", muted: false, 360, 600, ColourMatrix.Bt709), Is.SameAs(first));
    }

    private static int Bright(Sprite sprite)
    {
        var bright = 0;
        foreach (var luma in sprite.Luma)
            bright += luma > 180 ? 1 : 0;
        return bright;
    }

    private static FontFace OpenFace()
    {
        Assert.That(FontFace.TryOpen(FreeTypeLibrary.DefaultFont, out var face), Is.True);
        return face!;
    }
}
