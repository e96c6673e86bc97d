namespace SignalingHost.Sip;

/// <summary>What SIP counts.</summary>
internal sealed record SipStatistics
{
    public int Registrations { get; init; }

    public long Registered { get; init; }

    public long Challenged { get; init; }

    public long RegistrationsRefused { get; init; }

    public int Calls { get; init; }

    public int Transactions { get; init; }

    public long Overloaded { get; init; }

    public int Connections { get; init; }

    public long ConnectionsRefused { get; init; }

    /// <summary>Messages by how they were read, in the order of <see cref="Protocols.Sip.SipRefusal"/>.</summary>
    public required IReadOnlyList<long> Messages { get; init; }
}
