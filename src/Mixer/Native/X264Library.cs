using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>Whether libx264 is here and has its structures where we write them.</summary>
public static unsafe class X264Library
{
    /// <summary>False: one sentence that names what to install.</summary>
    public static bool TryCheck(out string problem)
    {
        problem = CheckFile() ?? CheckStructures() ?? string.Empty;
        return problem.Length == 0;
    }

    private static string? CheckFile() =>
        NativeLibrary.TryLoad(LibX264.File, out var library) && NativeLibrary.TryGetExport(library, nameof(LibX264.x264_encoder_open_164), out _)
            ? null
            : $"{LibX264.File} cannot be loaded: install the x264 encoder, version 164 (Debian 12: the package libx264-164).";

    // What is set by name is found in the structure where we know it.
    private static string? CheckStructures()
    {
        using var settings = new X264Settings(new() { Width = 640, Height = 360, Bitrate = new(1_234_000), LongestUnit = 1_111 });
        var parameters = settings.Parameters;
        return parameters->Kilobits == 1_234 && parameters->LongestSlice == 1_111 && parameters->ColourSpace == LibX264.I420
            ? null
            : $"{LibX264.File} does not have its parameters where version 164 has them: install Debian's package libx264-164.";
    }
}
