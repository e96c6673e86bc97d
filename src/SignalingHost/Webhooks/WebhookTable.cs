using System.Collections.Concurrent;
using System.Data.Common;
using Meetings;
using SignalingHost.Storage;

namespace SignalingHost.Webhooks;

/// <summary>Every webhook, kept in the store and known in memory: whether somebody listens is asked with every join.</summary>
internal sealed class WebhookTable
{
    private readonly ConcurrentDictionary<string, Webhook> _known = new(StringComparer.Ordinal);

    public async Task LoadAsync(StoreSession session)
    {
        foreach (var webhook in await session.ListAsync(
            $"SELECT id, corporation_id, for_tenants, subscriber_id, subscriber_key, url, status, changed_at FROM webhook", Read))
            _known[webhook.Id] = webhook;
    }

    public Webhook? Find(string id) => _known.GetValueOrDefault(id);

    public Webhook? Find(CorporationId corporation, bool forTenants) =>
        _known.Values.FirstOrDefault(webhook => webhook.Corporation == corporation && webhook.ForTenants == forTenants);

    /// <summary>Those that want to hear of a corporation's meetings.</summary>
    public IEnumerable<Webhook> Listening(CorporationId corporation) =>
        _known.IsEmpty ? [] : _known.Values.Where(webhook => webhook.Status == WebhookStatus.On && (webhook.ForTenants || webhook.Corporation == corporation));

    public async Task SaveAsync(StoreSession session, Webhook webhook)
    {
        await session.ExecuteAsync(
            $"""
            INSERT INTO webhook (id, corporation_id, for_tenants, subscriber_id, subscriber_key, url, status, changed_at)
            VALUES ({webhook.Id}, {webhook.Corporation}, {webhook.ForTenants}, {webhook.SubscriberId}, {webhook.SubscriberKey}, {webhook.Url}, {webhook.Status}, {webhook.ChangedAt})
            ON CONFLICT (id) DO UPDATE SET subscriber_id = excluded.subscriber_id, subscriber_key = excluded.subscriber_key, url = excluded.url,
                status = excluded.status, changed_at = excluded.changed_at
            """);
        session.WhenCommitted(() => _known[webhook.Id] = webhook);
    }

    public async Task DeleteAsync(StoreSession session, Webhook webhook)
    {
        await session.ExecuteAsync($"DELETE FROM webhook WHERE id = {webhook.Id}");
        session.WhenCommitted(() => _known.TryRemove(webhook.Id, out _));
    }

    private static Webhook Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Corporation = new(row.GetString(1)),
        ForTenants = row.Flag(2),
        SubscriberId = row.GetString(3),
        SubscriberKey = row.GetString(4),
        Url = row.GetString(5),
        Status = (WebhookStatus)row.GetInt32(6),
        ChangedAt = row.Moment(7),
    };
}
