using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>Whether libopenh264 is here and has its structures where we write them.</summary>
public static unsafe class OpenH264Library
{
    private const int Major = 2;
    private const int OldestMinor = 3;

    /// <summary>False: one sentence that names what to install.</summary>
    public static bool TryCheck(out string problem)
    {
        problem = CheckFile() ?? CheckVersion() ?? CheckStructures() ?? string.Empty;
        return problem.Length == 0;
    }

    private static string? CheckFile() =>
        NativeLibrary.TryLoad(LibOpenH264.File, out _)
            ? null
            : $"{LibOpenH264.File} cannot be loaded: install the OpenH264 encoder (Debian 12: the package libopenh264-7).";

    private static string? CheckVersion()
    {
        OpenH264Version version;
        LibOpenH264.WelsGetCodecVersionEx(&version);
        return version.Major == Major && version.Minor >= OldestMinor
            ? null
            : $"OpenH264 {Major}.{OldestMinor} is needed, but {LibOpenH264.File} is {version.Major}.{version.Minor}: install Debian's package libopenh264-7.";
    }

    // The defaults that the header states are where we know them.
    private static string? CheckStructures()
    {
        using var encoder = new OpenH264Handle();
        var defaults = encoder.Defaults();
        return defaults.SpatialLayers == 1 && defaults.TemporalLayers == 1 && defaults.LargestQuantizer == 51 && defaults.SmallestQuantizer == 0
            && defaults.Threads == 1 && defaults.DetectsSceneChanges == 1 && defaults.LongestUnit == 0
            ? null
            : $"{LibOpenH264.File} does not have its parameters where version {Major}.{OldestMinor} has them: install Debian's package libopenh264-7.";
    }
}
