using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>Finds libopus on this machine; here is the only place that knows what its file is called.</summary>
public static unsafe class OpusLibrary
{
    internal const string Opus = "libopus";

    private const string OpusFile = "libopus.so.0";
    private static readonly Version Wanted = new(1, 1);

    // A runtime allows one resolver per assembly. The initialiser sets it exactly once.
    private static readonly bool ResolverIsSet = SetResolver();

    /// <summary>Whether the library is here and new enough; if not, one sentence that names what to install.</summary>
    public static bool TryCheck(out string problem)
    {
        problem = CheckFile() ?? CheckVersion() ?? string.Empty;
        return problem.Length == 0;
    }

    internal static void UseResolver() => GC.KeepAlive(ResolverIsSet);

    private static string? CheckFile() =>
        NativeLibrary.TryLoad(OpusFile, out _)
            ? null
            : $"{OpusFile} cannot be loaded: install the Opus codec (Debian and Ubuntu: the package libopus0).";

    private static string? CheckVersion()
    {
        // "libopus 1.3.1", and behind a hyphen what a distribution adds.
        var text = Marshal.PtrToStringUTF8((nint)LibOpus.opus_get_version_string()) ?? string.Empty;
        var number = text.Split(' ', '-') is [_, var second, ..] ? second : string.Empty;
        return Version.TryParse(number, out var version) && version >= Wanted
            ? null
            : $"libopus {Wanted} or newer is needed, but {OpusFile} says that it is '{text}': install the package libopus0.";
    }

    private static bool SetResolver()
    {
        NativeLibrary.SetDllImportResolver(typeof(OpusLibrary).Assembly, (name, _, _) => name == Opus ? NativeLibrary.Load(OpusFile) : 0);
        return true;
    }
}
