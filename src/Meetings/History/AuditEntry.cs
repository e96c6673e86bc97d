namespace Meetings.History;

/// <summary>One thing somebody did, or was refused, in a run: the wire's control record.</summary>
public sealed record AuditEntry
{
    public required RunId Run { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>By which way: the REST API, a client, a terminal's keys, the system.</summary>
    public required string Source { get; init; }

    public required string Operator { get; init; }

    public required string Code { get; init; }

    /// <summary>To whom or what it was done.</summary>
    public string Object { get; init; } = "";

    /// <summary>None where it was done.</summary>
    public Refusal Result { get; init; }

    public string Detail { get; init; } = "";
}
