using Meetings;

namespace SignalingHost.Storage;

/// <summary>Codes by which a device finds its account, once.</summary>
internal static class ActivationCodeTable
{
    /// <summary>The account's code from now on; the one before is void.</summary>
    public static async Task SetAsync(StoreSession session, AccountId account, string code, DateTimeOffset expiresAt)
    {
        await session.ExecuteAsync($"DELETE FROM activation_code WHERE account_id = {account}");
        await session.ExecuteAsync($"INSERT INTO activation_code (code, account_id, expires_at) VALUES ({code}, {account}, {expiresAt})");
    }

    public static async Task<bool> IsTakenAsync(StoreSession session, string code) =>
        await session.NumberAsync($"SELECT count(*) FROM activation_code WHERE code = {code}") > 0;

    /// <summary>The account that a living code stands for; the code is void afterwards.</summary>
    public static async Task<AccountId?> TakeAsync(StoreSession session, string code, DateTimeOffset now)
    {
        var found = await session.FirstAsync($"SELECT account_id FROM activation_code WHERE code = {code} AND expires_at > {now}", row => row.GetString(0));
        if (found is null)
            return null;

        await session.ExecuteAsync($"DELETE FROM activation_code WHERE code = {code}");
        return new AccountId(found);
    }

    public static Task<Found<ActivationCode>> FindAsync(StoreSession session, CorporationId corporation, string? sought, string? model, Slice slice)
    {
        Sql from =
            $"""
            FROM activation_code JOIN account ON account.id = activation_code.account_id
            LEFT JOIN department ON department.corporation_id = account.corporation_id AND department.code = account.department_code
            WHERE account.corporation_id = {corporation}
            """;
        if (sought is not null)
            from += $" AND account.search LIKE {Sql.Anywhere(sought)} ESCAPE '\\'";
        if (model is not null)
            from += $" AND account.model = {model}";
        return session.FindAsync(
            "account.login, activation_code.code, account.name, account.model, account.department_code, department.name, activation_code.expires_at",
            from,
            "account.name, account.id",
            slice,
            row => new ActivationCode(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3) ?? "", row.GetString(4), row.TextOrNull(5) ?? "", row.Moment(6)));
    }

    public static Task<int> ForgetExpiredAsync(StoreSession session, DateTimeOffset now) => session.ExecuteAsync($"DELETE FROM activation_code WHERE expires_at <= {now}");
}

/// <summary>A code that is out, and the device that it waits for.</summary>
internal sealed record ActivationCode(string Login, string Code, string Name, string Model, string DepartmentCode, string DepartmentName, DateTimeOffset ExpiresAt);
