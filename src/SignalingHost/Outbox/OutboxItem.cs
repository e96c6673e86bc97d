namespace SignalingHost.Outbox;

/// <summary>Something that is to be told to somebody outside, kept until it has arrived or has become too old.</summary>
internal sealed record OutboxItem
{
    public required string Id { get; init; }

    public required OutboxKind Kind { get; init; }

    /// <summary>Who gets it: what one target does not take, its others wait behind, in order.</summary>
    public required string Target { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    public required string Document { get; init; }
}

internal enum OutboxKind
{
    Webhook,
    Mail,
    Sms,
}

/// <summary>What became of one attempt.</summary>
internal enum Delivery
{
    Arrived,

    /// <summary>The target may take it later.</summary>
    Failed,

    /// <summary>This one will never be taken; others may.</summary>
    Refused,
}
