using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>Whether names can be drawn on this machine: the library is here and the font can be read.</summary>
public static class FreeTypeLibrary
{
    /// <summary>Where Debian's package fonts-wqy-microhei puts it.</summary>
    public const string DefaultFont = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";

    private static readonly Version Wanted = new(2, 10);

    /// <summary>False: one sentence that names what to install.</summary>
    public static bool TryCheck(string font, out string problem)
    {
        problem = CheckFile() ?? CheckVersion() ?? CheckFont(font) ?? string.Empty;
        return problem.Length == 0;
    }

    internal static string? CheckFile() =>
        NativeLibrary.TryLoad(LibFreeType.File, out _)
            ? null
            : $"{LibFreeType.File} cannot be loaded: install FreeType (Debian and Ubuntu: the package libfreetype6).";

    private static string? CheckVersion()
    {
        if (LibFreeType.FT_Init_FreeType(out var library) != 0)
            return $"{LibFreeType.File} cannot be initialised.";

        LibFreeType.FT_Library_Version(library, out var major, out var minor, out _);
        _ = LibFreeType.FT_Done_FreeType(library);
        return new Version(major, minor) >= Wanted
            ? null
            : $"FreeType {Wanted} or newer is needed, but {LibFreeType.File} is {major}.{minor}: install the package libfreetype6.";
    }

    private static string? CheckFont(string font)
    {
        if (!FontFace.TryOpen(font, out var face))
            return $"The font {font} cannot be read: install the package fonts-wqy-microhei, or set another font.";

        face.Dispose();
        return null;
    }
}
