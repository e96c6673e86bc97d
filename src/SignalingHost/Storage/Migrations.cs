using System.Data.Common;
using System.Globalization;
using SignalingHost.Startup;
using SignalingHost.Storage.Steps;

namespace SignalingHost.Storage;

/// <summary>
/// The steps from an empty store to this program's. Step n takes a store from version n - 1 to n and never changes once it has
/// been released: what it made is corrected by a later step. The SQL is what both databases understand: TEXT, INTEGER (32 bits,
/// also for yes and no), BIGINT (also for moments, in Unix milliseconds), and BYTES for what has no such common name.
/// </summary>
internal static class Migrations
{
    public static readonly IReadOnlyList<string> Steps =
    [
        NodeStep.Sql,
        AccountsStep.Sql,
        BookingsStep.Sql,
        RunsStep.Sql,
        SipStep.Sql,
    ];

    /// <summary>Takes the steps that are missing, each together with the note that it was taken.</summary>
    public static void Apply(DbConnection connection, IReadOnlyList<string> steps, string place, string bytes, DateTimeOffset now)
    {
        Execute(connection, null, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL);");
        var version = Version(connection);
        if (version > steps.Count)
            throw new StartRefusal($"The store {place} was written by a newer version of this program (schema {version}, this one knows {steps.Count}): start that version, or restore an older backup.");

        for (; version < steps.Count; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, transaction, steps[version].Replace("BYTES", bytes, StringComparison.Ordinal));
            Execute(connection, transaction, $"INSERT INTO schema_version VALUES ({(version + 1).ToString(CultureInfo.InvariantCulture)}, '{Text(now)}')");
            transaction.Commit();
        }

        Execute(connection, null, $"INSERT INTO node VALUES (1, '{Guid.NewGuid()}', '{Text(now)}') ON CONFLICT DO NOTHING");
    }

    private static int Version(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(version), 0) FROM schema_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static void Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
