using System.Data.Common;
using Meetings;
using SignalingHost.Accounts;

namespace SignalingHost.Storage;

/// <summary>Tokens by their hashes; a token itself is known to its holder alone.</summary>
internal static class TokenTable
{
    /// <summary>What was issued and still lives.</summary>
    public static Task<IssuedToken?> FindAsync(StoreSession session, string hash, DateTimeOffset now) =>
        session.FirstAsync($"SELECT hash, account_id, kind, client_type, source, created_at, expires_at FROM token WHERE hash = {hash} AND expires_at > {now}", Read);

    public static Task<int> InsertAsync(StoreSession session, IssuedToken token) => session.ExecuteAsync(
        $"""
        INSERT INTO token (hash, account_id, kind, client_type, source, created_at, expires_at)
        VALUES ({token.Hash}, {token.Account}, {token.Kind}, {token.ClientType}, {token.Source}, {token.CreatedAt}, {token.ExpiresAt})
        """);

    /// <summary>Ends all but the newest tokens of one account and one kind of client, the one just issued among them; answers the ended ones' hashes.</summary>
    public static async Task<List<string>> TrimAsync(StoreSession session, IssuedToken newest, int atMost)
    {
        var surplus = await session.ListAsync(
            $"""
            SELECT hash FROM token WHERE account_id = {newest.Account} AND kind = {newest.Kind} AND client_type = {newest.ClientType} AND hash <> {newest.Hash}
            ORDER BY created_at DESC, hash LIMIT 1000 OFFSET {atMost - 1}
            """,
            row => row.GetString(0));
        if (surplus.Count > 0)
            await session.ExecuteAsync($"DELETE FROM token WHERE hash IN {Sql.In(surplus)}");
        return surplus;
    }

    public static Task<int> EndAsync(StoreSession session, string hash) => session.ExecuteAsync($"DELETE FROM token WHERE hash = {hash}");

    /// <summary>Lets a token live until then at most.</summary>
    public static Task<int> ShortenAsync(StoreSession session, string hash, DateTimeOffset until) =>
        session.ExecuteAsync($"UPDATE token SET expires_at = {until} WHERE hash = {hash} AND expires_at > {until}");

    /// <summary>Ends every token of an account.</summary>
    public static Task<int> EndAllAsync(StoreSession session, AccountId account) => session.ExecuteAsync($"DELETE FROM token WHERE account_id = {account}");

    public static Task<int> ForgetExpiredAsync(StoreSession session, DateTimeOffset now) => session.ExecuteAsync($"DELETE FROM token WHERE expires_at <= {now}");

    private static IssuedToken Read(DbDataReader row) => new()
    {
        Hash = row.GetString(0),
        Account = new(row.GetString(1)),
        Kind = (TokenKind)row.GetInt32(2),
        ClientType = row.GetInt32(3),
        Source = row.GetString(4),
        CreatedAt = row.Moment(5),
        ExpiresAt = row.Moment(6),
    };
}
