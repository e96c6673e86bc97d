using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>What we call in libfreetype, under its own names. Results other than 0 are errors.</summary>
internal static unsafe partial class LibFreeType
{
    public const string File = "libfreetype.so.6";

    /// <summary>FT_LOAD_RENDER | FT_LOAD_NO_BITMAP | FT_LOAD_TARGET_LIGHT: heights snapped to pixels, widths left alone, 256 levels of grey.</summary>
    public const int RenderLightly = (1 << 2) | (1 << 3) | (1 << 16);

    [LibraryImport(File)]
    public static partial int FT_Init_FreeType(out nint library);

    [LibraryImport(File)]
    public static partial int FT_Done_FreeType(nint library);

    [LibraryImport(File)]
    public static partial void FT_Library_Version(nint library, out int major, out int minor, out int patch);

    [LibraryImport(File, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FT_New_Face(nint library, string path, nint index, out Face* face);

    [LibraryImport(File)]
    public static partial int FT_Done_Face(Face* face);

    [LibraryImport(File)]
    public static partial int FT_Set_Pixel_Sizes(Face* face, uint width, uint height);

    [LibraryImport(File)]
    public static partial uint FT_Get_Char_Index(Face* face, nuint character);

    [LibraryImport(File)]
    public static partial int FT_Load_Glyph(Face* face, uint glyph, int flags);

    /// <summary>The public beginning of FT_FaceRec; FT_Long is a C long.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Face
    {
        public CLong Faces, Index, Flags, Style, Glyphs;
        public byte* FamilyName, StyleName;
        public int FixedSizes;
        public nint AvailableSizes;
        public int CharacterMaps;
        public nint CharacterMapList;
        public nint UserData, UserDataEnd;
        public CLong XMin, YMin, XMax, YMax;
        public ushort UnitsPerEm;
        public short Ascender, Descender, Height;
        public short MaxAdvanceWidth, MaxAdvanceHeight;
        public short UnderlinePosition, UnderlineThickness;
        public GlyphSlot* Glyph;
    }

    /// <summary>The public beginning of FT_GlyphSlotRec, with FT_Glyph_Metrics and FT_Vector written out.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct GlyphSlot
    {
        public nint Library;
        public Face* Face;
        public GlyphSlot* Next;
        public uint GlyphIndex;
        public nint UserData, UserDataEnd;
        public CLong Width, Height, BearingX, BearingY, Advance, VerticalBearingX, VerticalBearingY, VerticalAdvance;
        public CLong LinearAdvance, LinearVerticalAdvance;
        public CLong AdvanceX, AdvanceY;
        public uint Format;
        public Bitmap Bitmap;
        public int Left, Top;
    }

    /// <summary>FT_Bitmap.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Bitmap
    {
        public uint Rows, Columns;
        public int Pitch;
        public byte* Buffer;
        public ushort Greys;
        public byte PixelMode, PaletteMode;
        public nint Palette;
    }
}
