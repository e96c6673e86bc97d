using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace SignalingHost.Storage;

/// <summary>
/// The distribution's libsqlite3, put where the SQLite package looks for a library of its own (<c>e_sqlite3</c>): the system's is
/// patched by the system's updates. Loaded once for the process.
/// </summary>
internal static class SystemSqlite
{
    private const string FileName = "libsqlite3.so.0";

    // 3.35 (2021) has RETURNING and DROP COLUMN; Debian 12 brings 3.40.
    private const int OldestVersion = 3_035_000;

    private static readonly Lazy<string?> Problem = new(Load);

    public static bool TryLoad([NotNullWhen(false)] out string? problem)
    {
        problem = Problem.Value;
        return problem is null;
    }

    private static string? Load()
    {
        if (!NativeLibrary.TryLoad(FileName, out var library))
            return $"The library {FileName} (SQLite 3) is missing: install the package libsqlite3-0.";

        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion_number() >= OldestVersion
            ? null
            : $"The library {FileName} is SQLite {raw.sqlite3_libversion().utf8_to_string()}, which is too old: install 3.35 or newer (package libsqlite3-0).";

        nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == "e_sqlite3" ? library : 0;
    }
}
