using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Mixer.Native;

namespace Mixer.Video.Drawing;

/// <summary>
/// Writes lines of text with one font. Characters stand side by side from left to right, as Chinese, Latin, Greek and Cyrillic want it;
/// scripts whose letters join or that run from right to left come out legible at best.
/// </summary>
public sealed class Lettering : IDisposable
{
    private const int LongestLine = 700;
    private const string Ellipsis = "…";

    private readonly FontFace _face;

    private Lettering(FontFace face) => _face = face;

    /// <summary>False: one sentence that names what to install.</summary>
    public static bool TryOpen(string font, [NotNullWhen(true)] out Lettering? lettering, out string problem)
    {
        lettering = null;
        if (!FreeTypeLibrary.TryCheck(font, out problem) || !FontFace.TryOpen(font, out var face))
            return false;

        lettering = new Lettering(face);
        return true;
    }

    public void Dispose() => _face.Dispose();

    /// <summary>What of a stranger's text can be shown on one line: no controls, no marks of direction, blanks for line ends, symbols only if the font has them.</summary>
    internal string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            if (clean.Length >= LongestLine)
                break;
            if (Rune.IsWhiteSpace(character))
                clean.Append(' ');
            else if (IsShown(character) && (Rune.IsLetterOrDigit(character) || _face.Has(character)))
                clean.Append(character);
        }

        return clean.ToString().Trim();
    }

    internal int LineHeight(int height)
    {
        _face.SetHeight(height);
        return _face.LineHeight;
    }

    internal int Measure(string text, int height)
    {
        _face.SetHeight(height);
        var width = 0;
        foreach (var character in text.EnumerateRunes())
            width += _face.TryDraw(character, out var glyph) ? glyph.Advance : 0;
        return width;
    }

    /// <summary>The text, or as much of its beginning as fits before an ellipsis.</summary>
    internal string Shorten(string text, int height, int width)
    {
        if (Measure(text, height) <= width)
            return text;

        var room = width - Measure(Ellipsis, height);
        var end = 0;
        foreach (var character in text.EnumerateRunes())
        {
            room -= _face.TryDraw(character, out var glyph) ? glyph.Advance : 0;
            if (room < 0)
                break;
            end += character.Utf16SequenceLength;
        }

        return end == 0 ? string.Empty : string.Concat(text.AsSpan(0, end).TrimEnd(), Ellipsis);
    }

    /// <summary>Writes with the top of the line at <paramref name="top"/>.</summary>
    internal void Write(Painting to, string text, int x, int top, int height, Rgb colour)
    {
        _face.SetHeight(height);
        var line = top + _face.Ascent;
        foreach (var character in text.EnumerateRunes())
        {
            if (!_face.TryDraw(character, out var glyph))
                continue;

            for (var y = 0; y < glyph.Rows; y++)
                to.Row(x + glyph.Left, line - glyph.Top + y, glyph.Row(y), colour);
            x += glyph.Advance;
        }
    }

    /// <summary>Writes one character so that its ink, not its box, is centred.</summary>
    internal void WriteCentred(Painting to, Rune character, int centreX, int centreY, int height, Rgb colour)
    {
        _face.SetHeight(height);
        if (!_face.TryDraw(character, out var glyph))
            return;

        for (var y = 0; y < glyph.Rows; y++)
            to.Row(centreX - (glyph.Width / 2), centreY - (glyph.Rows / 2) + y, glyph.Row(y), colour);
    }

    // U+FFFD stands for what was no character at all.
    private static bool IsShown(Rune character) => character != Rune.ReplacementChar && Rune.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
