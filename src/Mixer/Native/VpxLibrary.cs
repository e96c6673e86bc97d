using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>Whether libvpx is here and of the version whose structures we write.</summary>
public static class VpxLibrary
{
    /// <summary>False: one sentence that names what to install.</summary>
    public static bool TryCheck(out string problem)
    {
        problem = CheckFile() ?? CheckVersion() ?? string.Empty;
        return problem.Length == 0;
    }

    private static string? CheckFile() =>
        NativeLibrary.TryLoad(LibVpx.File, out _)
            ? null
            : $"{LibVpx.File} cannot be loaded: install the VP8 encoder (Debian 12: the package libvpx7).";

    // The library compares our number of its structures' version with its own when an encoder is opened.
    private static string? CheckVersion()
    {
        try
        {
            using var encoder = new VpxEncoder(new() { Width = 64, Height = 64, Bitrate = new(100_000) });
            return null;
        }
        catch (InvalidOperationException)
        {
            return $"{LibVpx.File} has other structures than version 1.12: install Debian's package libvpx7.";
        }
    }
}
