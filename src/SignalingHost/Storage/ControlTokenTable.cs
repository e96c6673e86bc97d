using System.Data.Common;
using Meetings;
using SignalingHost.Conferences;

namespace SignalingHost.Storage;

/// <summary>The tokens that control running meetings, by their hashes.</summary>
internal static class ControlTokenTable
{
    public static Task<int> InsertAsync(StoreSession session, ControlToken token) => session.ExecuteAsync(
        $"""
        INSERT INTO control_token (hash, run_id, holder, participant_id, account_id, name, expires_at)
        VALUES ({token.Hash}, {token.Run}, {token.Holder}, {token.Participant?.Value}, {token.Account}, {token.Name}, {token.ExpiresAt})
        """);

    public static Task<int> ProlongAsync(StoreSession session, ControlToken token) =>
        session.ExecuteAsync($"UPDATE control_token SET expires_at = {token.ExpiresAt} WHERE hash = {token.Hash}");

    public static Task<List<ControlToken>> ListAsync(StoreSession session, DateTimeOffset now) =>
        session.ListAsync($"SELECT hash, run_id, holder, participant_id, account_id, name, expires_at FROM control_token WHERE expires_at > {now}", Read);

    public static Task<int> ForgetExpiredAsync(StoreSession session, DateTimeOffset now) => session.ExecuteAsync($"DELETE FROM control_token WHERE expires_at <= {now}");

    private static ControlToken Read(DbDataReader row) => new()
    {
        Hash = row.GetString(0),
        Run = new(row.GetString(1)),
        Holder = (TokenHolder)row.GetInt32(2),
        Participant = row.TextOrNull(3) is { } participant ? new ParticipantId(participant) : null,
        Account = row.TextOrNull(4) is { } account ? new AccountId(account) : null,
        Name = row.GetString(5),
        ExpiresAt = row.Moment(6),
    };
}
