using Mixer.Native;
using Protocols.OpenSsl;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Startup;

/// <summary>The distribution's libraries that the server cannot do without, asked for by name and version before anything starts.</summary>
internal static class NativeLibraries
{
    public static IEnumerable<string> Check(MixingOptions mixing)
    {
        if (!SystemSqlite.TryLoad(out var problem))
            yield return problem;
        if (!OpenSslLibrary.TryCheck(out problem))
            yield return problem;
        if (!OpusLibrary.TryCheck(out problem))
            yield return problem;
        if (!AvLibrary.TryCheck(out problem))
            yield return problem;
        if (mixing.H264Encoder == H264Encoder.X264 && !X264Library.TryCheck(out problem))
            yield return problem;
        if (!OpenH264Library.TryCheck(out problem))
            yield return problem;
        if (!VpxLibrary.TryCheck(out problem))
            yield return problem;
        if (!FreeTypeLibrary.TryCheck(mixing.Font, out problem))
            yield return problem;
    }
}
