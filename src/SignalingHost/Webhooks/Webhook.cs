using Meetings;

namespace SignalingHost.Webhooks;

/// <summary>Where a corporation wants to be told of its meetings.</summary>
internal sealed record Webhook
{
    public required string Id { get; init; }

    public required CorporationId Corporation { get; init; }

    /// <summary>Set by the operator for all its tenants (the wire's spId).</summary>
    public bool ForTenants { get; init; }

    /// <summary>The wire's appID.</summary>
    public required string SubscriberId { get; init; }

    public required string SubscriberKey { get; init; }

    public required string Url { get; init; }

    public WebhookStatus Status { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>The wire's numbers.</summary>
internal enum WebhookStatus
{
    On = 0,
    Off = 1,

    /// <summary>By us: so much waited for the receiver that no more is taken.</summary>
    Locked = 2,
}
