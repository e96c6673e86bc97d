using System.Data.Common;
using Meetings;
using SignalingHost.Accounts;

namespace SignalingHost.Storage;

/// <summary>Apps, and the nonces that they have used.</summary>
internal static class AppTable
{
    private const string Columns = "id, corporation_id, name, app_key, description, status, created_at, changed_at";

    public static Task<App?> FindAsync(StoreSession session, string id) => session.FirstAsync($"SELECT {Columns:raw} FROM app WHERE id = {id}", Read);

    public static Task<Found<App>> ListAsync(StoreSession session, CorporationId corporation, Slice slice) =>
        session.FindAsync(Columns, $"FROM app WHERE corporation_id = {corporation}", "created_at, id", slice, Read);

    public static async Task<int> CountAsync(StoreSession session, CorporationId corporation) =>
        (int)await session.NumberAsync($"SELECT count(*) FROM app WHERE corporation_id = {corporation}");

    public static Task<int> InsertAsync(StoreSession session, App app) => session.ExecuteAsync(
        $"""
        INSERT INTO app ({Columns:raw})
        VALUES ({app.Id}, {app.Corporation}, {app.Name}, {app.Key}, {app.Description}, {app.IsActive}, {app.CreatedAt}, {app.ChangedAt})
        """);

    public static Task<int> UpdateAsync(StoreSession session, App app) => session.ExecuteAsync(
        $"UPDATE app SET name = {app.Name}, app_key = {app.Key}, description = {app.Description}, status = {app.IsActive}, changed_at = {app.ChangedAt} WHERE id = {app.Id}");

    public static Task<int> DeleteAsync(StoreSession session, string id) => session.ExecuteAsync($"DELETE FROM app WHERE id = {id}");

    /// <summary>False where the app has used that nonce before.</summary>
    public static async Task<bool> TryUseNonceAsync(StoreSession session, string app, string nonce, DateTimeOffset forgetAt) =>
        await session.ExecuteAsync($"INSERT INTO seen_nonce (app_id, nonce, forget_at) VALUES ({app}, {nonce}, {forgetAt}) ON CONFLICT DO NOTHING") == 1;

    public static Task<int> ForgetNoncesAsync(StoreSession session, DateTimeOffset now) => session.ExecuteAsync($"DELETE FROM seen_nonce WHERE forget_at <= {now}");

    private static App Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Corporation = new(row.GetString(1)),
        Name = row.GetString(2),
        Key = row.GetString(3),
        Description = row.GetString(4),
        IsActive = row.Flag(5),
        CreatedAt = row.Moment(6),
        ChangedAt = row.Moment(7),
    };
}
