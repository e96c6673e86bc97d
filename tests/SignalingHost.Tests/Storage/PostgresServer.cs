using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;

namespace SignalingHost.Tests.Storage;

/// <summary>
/// A PostgreSQL of the tests' own: the distribution's programs on a directory and a socket that nobody else sees, started when the
/// first test asks and ended with the last. PostgreSQL refuses to run as root, so root becomes <c>postgres</c> for it.
/// </summary>
internal sealed partial class PostgresServer : IDisposable
{
    private const int Sigquit = 3;
    private const string User = "conference";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgresServer> Running = new(() => new PostgresServer());

    private static int _databases;

    private readonly string _directory = Directory.CreateTempSubdirectory("conference-postgres-").FullName;
    private readonly Process _process;

    private PostgresServer()
    {
        // The socket's path may not be longer than 107 bytes; a temporary directory is not.
        var data = Path.Combine(_directory, "data");
        if (Environment.IsPrivilegedProcess)
            Run("chown", "postgres:postgres", _directory);
        Run(AsPostgres([Program("initdb"), "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]));
        _process = Start(AsPostgres([
            Program("postgres"), "-D", data, "-k", _directory, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
            "-c", "shared_buffers=64MB", "-c", "max_connections=200", "-c", "log_min_messages=fatal"]));
        WaitUntilItAnswers();
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public static string NewDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        using var connection = new NpgsqlConnection(Running.Value.ConnectionString("postgres"));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        command.ExecuteNonQuery();
        return Running.Value.ConnectionString(name);
    }

    /// <summary>Ends the server, if any test has started it.</summary>
    public static void End()
    {
        NpgsqlConnection.ClearAllPools();
        if (Running.IsValueCreated)
            Running.Value.Dispose();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // Immediate shutdown: its children go with it.
            _ = Kill(_process.Id, Sigquit);
            if (!_process.WaitForExit(Patience))
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Program(string name) =>
        Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0)
            .Select(path => Path.Combine(path, "bin", name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("PostgreSQL is missing: install the package postgresql.");

    private static string[] AsPostgres(string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[^1]} ended with {process.ExitCode}: {errors.Result}");
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        WorkingDirectory = "/",
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private string ConnectionString(string database) => $"Host={_directory};Username={User};Database={database};Maximum Pool Size=20";

    private void WaitUntilItAnswers()
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (since.Elapsed < Patience && !_process.HasExited)
            {
                Thread.Yield();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
