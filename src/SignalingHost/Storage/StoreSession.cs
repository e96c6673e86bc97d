using System.Data.Common;

namespace SignalingHost.Storage;

/// <summary>One connection while one piece of work has it. Statements that it has run before stay prepared, where the provider does not see to that.</summary>
internal sealed class StoreSession(DbConnection connection, bool keepsStatements) : IAsyncDisposable, IDisposable
{
    // Statements differ by their text alone, and texts are written in this program: there are as many as there are places that ask.
    private const int MostKept = 500;

    private readonly Dictionary<string, DbCommand> _kept = new(StringComparer.Ordinal);

    private readonly List<Action> _whenCommitted = [];

    public DbConnection Connection => connection;

    /// <summary>What is to be done, quickly and without fail, when the transaction that is under way has been committed; not at all if it is undone.</summary>
    public void WhenCommitted(Action action) => _whenCommitted.Add(action);

    /// <summary>The transaction has ended.</summary>
    internal void EndTransaction(bool isCommitted)
    {
        if (_whenCommitted.Count == 0)
            return;

        var actions = _whenCommitted.ToArray();
        _whenCommitted.Clear();
        if (isCommitted)
        {
            foreach (var action in actions)
                action();
        }
    }

    /// <summary>Carries out a statement; answers how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(Sql sql)
    {
        var command = Command(sql);
        try
        {
            return await command.ExecuteNonQueryAsync();
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    /// <summary>The first row, or nothing.</summary>
    public async Task<T?> FirstAsync<T>(Sql sql, Func<DbDataReader, T> read)
        where T : class
    {
        var command = Command(sql);
        try
        {
            await using var rows = await command.ExecuteReaderAsync();
            return await rows.ReadAsync() ? read(rows) : null;
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    public async Task<List<T>> ListAsync<T>(Sql sql, Func<DbDataReader, T> read)
    {
        var command = Command(sql);
        try
        {
            await using var rows = await command.ExecuteReaderAsync();
            var list = new List<T>();
            while (await rows.ReadAsync())
                list.Add(read(rows));
            return list;
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    /// <summary>The number that the statement asks for; 0 when there is none.</summary>
    public async Task<long> NumberAsync(Sql sql)
    {
        var command = Command(sql);
        try
        {
            return await command.ExecuteScalarAsync() is { } value and not DBNull ? Convert.ToInt64(value) : 0;
        }
        finally
        {
            await ReleaseAsync(command);
        }
    }

    /// <summary>One page of what <paramref name="from"/> (from FROM to the end of WHERE) selects, and how many there are in all.</summary>
    public async Task<Found<T>> FindAsync<T>(string columns, Sql from, string order, Slice slice, Func<DbDataReader, T> read)
    {
        var total = (int)await NumberAsync($"SELECT count(*) {from}");
        var offset = slice.Offset;
        if (offset >= total && slice.PastTheEnd == PastTheEnd.LastPage)
            offset = total == 0 ? 0 : (total - 1) / slice.Limit * slice.Limit;
        if (offset >= total || slice.Limit == 0)
            return new Found<T>([], total, offset);

        var rows = await ListAsync($"SELECT {columns:raw} {from} ORDER BY {order:raw} LIMIT {slice.Limit} OFFSET {offset}", read);
        return new Found<T>(rows, total, offset);
    }

    public void Dispose()
    {
        foreach (var command in _kept.Values)
            command.Dispose();
        connection.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var command in _kept.Values)
            command.Dispose();
        return connection.DisposeAsync();
    }

    private DbCommand Command(Sql sql)
    {
        var text = sql.Text();
        if (_kept.TryGetValue(text, out var kept))
        {
            foreach (var (i, (value, _)) in sql.Values().Index())
                kept.Parameters[i].Value = value;
            return kept;
        }

        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (i, (value, type)) in sql.Values().Index())
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.DbType = type;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        if (keepsStatements && _kept.Count < MostKept)
            _kept[text] = command;
        return command;
    }

    private ValueTask ReleaseAsync(DbCommand command) => _kept.ContainsKey(command.CommandText) ? ValueTask.CompletedTask : command.DisposeAsync();
}
