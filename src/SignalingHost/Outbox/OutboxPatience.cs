namespace SignalingHost.Outbox;

/// <summary>How long one goes on trying: three times at half a minute, then every half hour, for a day. The webhook's documents say so, and mail is held to the same.</summary>
internal static class OutboxPatience
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Later = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan GiveUp = TimeSpan.FromHours(24);

    private const int SoonTries = 3;

    /// <summary>When it is tried again after this attempt has failed; null: not any more.</summary>
    public static DateTimeOffset? Next(OutboxItem item, DateTimeOffset now)
    {
        var next = now + (item.Attempts < SoonTries ? Soon : Later);
        return next - item.CreatedAt > GiveUp ? null : next;
    }
}
