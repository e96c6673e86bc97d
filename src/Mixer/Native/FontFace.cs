using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Mixer.Native;

/// <summary>
/// One font, drawn by FreeType at one height at a time. Not for two threads at once; a glyph is good until the next one is asked for.
/// </summary>
internal sealed unsafe class FontFace : SafeHandle
{
    private readonly nint _library;
    private int _pixels;

    private FontFace(nint library, LibFreeType.Face* face)
        : base(0, ownsHandle: true)
    {
        _library = library;
        SetHandle((nint)face);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>How far the tallest letters reach above the line, in pixels at the height that is set.</summary>
    public int Ascent => Pixels(Face->Ascender);

    public int LineHeight => Pixels(Face->Ascender) - Pixels(Face->Descender);

    private LibFreeType.Face* Face => (LibFreeType.Face*)handle;

    public static bool TryOpen(string file, [NotNullWhen(true)] out FontFace? face)
    {
        face = null;
        if (LibFreeType.FT_Init_FreeType(out var library) != 0)
            return false;

        if (LibFreeType.FT_New_Face(library, file, 0, out var opened) != 0)
        {
            _ = LibFreeType.FT_Done_FreeType(library);
            return false;
        }

        face = new FontFace(library, opened);
        return true;
    }

    /// <summary>The height of the font's square in pixels; Chinese characters fill it.</summary>
    public void SetHeight(int pixels)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (_pixels == pixels)
            return;

        _pixels = pixels;
        if (LibFreeType.FT_Set_Pixel_Sizes(Face, 0, (uint)pixels) != 0)
            throw new InvalidOperationException($"The font has no height of {pixels} pixels.");
    }

    public bool Has(Rune character) => LibFreeType.FT_Get_Char_Index(Face, (nuint)character.Value) != 0;

    /// <summary>A character that the font lacks comes out as its mark for that, a hollow box.</summary>
    public bool TryDraw(Rune character, out Glyph glyph)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        glyph = default;
        if (LibFreeType.FT_Load_Glyph(Face, LibFreeType.FT_Get_Char_Index(Face, (nuint)character.Value), LibFreeType.RenderLightly) != 0)
            return false;

        var slot = Face->Glyph;
        var (width, rows, pitch) = ((int)slot->Bitmap.Columns, (int)slot->Bitmap.Rows, slot->Bitmap.Pitch);
        var coverage = rows == 0 || pitch <= 0 ? [] : new ReadOnlySpan<byte>(slot->Bitmap.Buffer, (pitch * (rows - 1)) + width);
        glyph = new Glyph(coverage, width, coverage.IsEmpty ? 0 : rows, pitch, slot->Left, slot->Top, (int)((slot->AdvanceX.Value + 32) >> 6));
        return true;
    }

    protected override bool ReleaseHandle()
    {
        var freed = LibFreeType.FT_Done_Face(Face) == 0;
        return (LibFreeType.FT_Done_FreeType(_library) == 0) & freed;
    }

    private int Pixels(int units) => (int)Math.Ceiling((double)units * _pixels / Face->UnitsPerEm);

    /// <summary>How much of each pixel a character covers; <see cref="Left"/> and <see cref="Top"/> place it by the pen on the line.</summary>
    public readonly ref struct Glyph(ReadOnlySpan<byte> coverage, int width, int rows, int pitch, int left, int top, int advance)
    {
        private readonly ReadOnlySpan<byte> _coverage = coverage;

        public int Width { get; } = width;

        public int Rows { get; } = rows;

        public int Left { get; } = left;

        public int Top { get; } = top;

        public int Advance { get; } = advance;

        public ReadOnlySpan<byte> Row(int y) => _coverage.Slice(y * pitch, Width);
    }
}
