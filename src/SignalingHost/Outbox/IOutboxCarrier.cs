namespace SignalingHost.Outbox;

/// <summary>Carries one kind of message to where it is to go.</summary>
internal interface IOutboxCarrier
{
    OutboxKind Kind { get; }

    Task<Delivery> CarryAsync(OutboxItem item, CancellationToken cancel);
}
