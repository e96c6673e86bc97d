using System.Data.Common;
using System.Globalization;
using SignalingHost.Health;

namespace SignalingHost.Storage;

/// <summary>
/// What is kept, behind one face for both databases. Reads go side by side; writes go one after the other, each in a transaction
/// that has been committed when the task ends. A write that throws leaves nothing behind.
/// </summary>
internal abstract class Store : IReadinessCheck, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>This installation's name for itself, made once and kept: the same after every restart.</summary>
    public Guid NodeId { get; protected set; }

    public string Name => "store";

    /// <summary>Where it is, for the banner and for sentences.</summary>
    public abstract string Place { get; }

    /// <summary>A connection of one's own, without a turn; dispose it after use.</summary>
    public abstract DbConnection OpenConnection();

    public async Task<T> ReadAsync<T>(Func<StoreSession, Task<T>> work)
    {
        var session = await RentAsync(SessionUse.Read);
        var intact = false;
        try
        {
            var result = await work(session);
            intact = true;
            return result;
        }
        finally
        {
            await ReturnAsync(session, SessionUse.Read, intact);
        }
    }

    public async Task<T> WriteAsync<T>(Func<StoreSession, Task<T>> work)
    {
        await _turn.WaitAsync();
        try
        {
            var session = await RentAsync(SessionUse.Write);
            var intact = false;
            try
            {
                await session.ExecuteAsync($"{Begin:raw}");
                var result = await work(session);
                await session.ExecuteAsync($"COMMIT");
                intact = true;
                session.EndTransaction(isCommitted: true);
                Committed();
                return result;
            }
            finally
            {
                if (!intact)
                    await UndoAsync(session);
                await ReturnAsync(session, SessionUse.Write, intact);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task WriteAsync(Func<StoreSession, Task> work) => WriteAsync(async session =>
    {
        await work(session);
        return true;
    });

    public Readiness Check()
    {
        try
        {
            using var connection = OpenConnection();
            return new Readiness(Convert.ToInt64(Scalar(connection, "SELECT count(*) FROM node"), CultureInfo.InvariantCulture) == 1, "");
        }
        catch (DbException broken)
        {
            return new Readiness(false, Describe(broken));
        }
    }

    public abstract void Dispose();

    /// <summary>How a transaction begins that will write.</summary>
    protected abstract string Begin { get; }

    protected abstract ValueTask<StoreSession> RentAsync(SessionUse use);

    /// <summary>Takes a session back; one that is not intact has failed at something.</summary>
    protected abstract ValueTask ReturnAsync(StoreSession session, SessionUse use, bool intact);

    /// <summary>Something has been written.</summary>
    protected virtual void Committed()
    {
    }

    /// <summary>Does something while nobody writes, and blocks the caller's thread meanwhile.</summary>
    protected void WhileNobodyWrites(Action work)
    {
        _turn.Wait();
        try
        {
            work();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What went wrong, without anything of what is stored.</summary>
    protected abstract string Describe(DbException broken);

    protected static int Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    protected static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Whoever disposes the store has ended everything that writes.</summary>
    protected void EndTurns() => _turn.Dispose();

    private static async Task UndoAsync(StoreSession session)
    {
        try
        {
            session.EndTransaction(isCommitted: false);
            await session.ExecuteAsync($"ROLLBACK");
        }
        catch (Exception failed) when (failed is DbException or InvalidOperationException)
        {
            // The database has undone it already, or the connection is gone and the database will; the first failure is the one to tell.
        }
    }
}

/// <summary>What a session is wanted for.</summary>
internal enum SessionUse
{
    Read,
    Write,
}
