using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>
/// Finds OpenSSL 3 on this machine. The imports use the logical names <see cref="Crypto"/> and <see cref="Ssl"/>;
/// here is the only place that knows what the files are called.
/// </summary>
public static class OpenSslLibrary
{
    internal const string Crypto = "libcrypto";
    internal const string Ssl = "libssl";

    private const string CryptoFile = "libcrypto.so.3";
    private const string SslFile = "libssl.so.3";
    private const int WantedMajor = 3;

    // A runtime allows one resolver per assembly, so both import classes share this one. The initialiser runs it exactly once.
    private static readonly bool ResolverIsSet = SetResolver();

    /// <summary>Whether both libraries are here and of the wanted major version; if not, one sentence that names what to install.</summary>
    public static bool TryCheck(out string problem)
    {
        problem = CheckFile(CryptoFile) ?? CheckFile(SslFile) ?? CheckVersion() ?? string.Empty;
        return problem.Length == 0;
    }

    /// <summary>To be called by the static constructor of every class that imports from OpenSSL.</summary>
    internal static void UseResolver() => GC.KeepAlive(ResolverIsSet);

    private static string? CheckFile(string file) =>
        NativeLibrary.TryLoad(file, out _)
            ? null
            : $"{file} cannot be loaded: install OpenSSL 3 (Debian and Ubuntu: the package libssl3 or libssl3t64).";

    private static string? CheckVersion()
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.Load(CryptoFile), "OPENSSL_version_major", out _))
            return $"{CryptoFile} does not tell its version: OpenSSL {WantedMajor} is needed (Debian and Ubuntu: the package libssl3 or libssl3t64).";

        var major = LibCrypto.OPENSSL_version_major();
        return major == WantedMajor
            ? null
            : $"OpenSSL {WantedMajor} is needed, but {CryptoFile} is of major version {major}: install the package libssl3 or libssl3t64.";
    }

    private static bool SetResolver()
    {
        NativeLibrary.SetDllImportResolver(typeof(OpenSslLibrary).Assembly, (name, _, _) => name switch
        {
            Crypto => NativeLibrary.Load(CryptoFile),
            Ssl => NativeLibrary.Load(SslFile),
            _ => 0,
        });
        return true;
    }
}
