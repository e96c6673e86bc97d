using Meetings;

namespace SignalingHost.Storage;

/// <summary>The last failure of each account's telephone or terminal, for whoever has to find out why it does not register or call.</summary>
internal static class SipFailureTable
{
    public static Task<Found<SipFailure>> FindAsync(StoreSession session, CorporationId corporation, AccountId? account, Slice slice)
    {
        Sql from = $"FROM sip_failure WHERE corporation_id = {corporation}";
        if (account is { } one)
            from += $" AND account_id = {one}";
        return session.FindAsync("account_id, failed_at, document", from, "failed_at DESC, account_id", slice, row => new SipFailure(new(row.GetString(0)), row.Moment(1), row.GetString(2)));
    }

    /// <summary>Keeps the last one of each account.</summary>
    public static Task<int> SaveAsync(StoreSession session, CorporationId corporation, SipFailure failure) => session.ExecuteAsync(
        $"""
        INSERT INTO sip_failure (account_id, corporation_id, failed_at, document) VALUES ({failure.Account}, {corporation}, {failure.At}, {failure.What})
        ON CONFLICT (account_id) DO UPDATE SET failed_at = excluded.failed_at, document = excluded.document
        """);
}

internal sealed record SipFailure(AccountId Account, DateTimeOffset At, string What);
