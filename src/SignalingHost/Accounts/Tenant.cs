using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Accounts;

/// <summary>A corporation as the installation keeps it: what it is called, who runs it, what it may use.</summary>
internal sealed record Tenant
{
    public required CorporationId Id { get; init; }

    /// <summary>The corporation that keeps this one as its tenant; null for the one that runs the installation.</summary>
    public CorporationId? Operator { get; init; }

    public required string Name { get; init; }

    public string Domain { get; init; } = "";

    public string Country { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Fax { get; init; } = "";

    public string Email { get; init; } = "";

    public string Address { get; init; } = "";

    public string Description { get; init; } = "";

    public string GroupId { get; init; } = "";

    public CorporationTier Tier { get; init; } = CorporationTier.Paid;

    public int Seats { get; init; }

    public long RecordingBytes { get; init; }

    /// <summary>Whether a login by App ID makes the account that it names.</summary>
    public bool AutoUserCreate { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The wire's corpType.</summary>
    public int CorpType => Tier == CorporationTier.Free ? 5 : 0;

    /// <summary>What the rules of meetings need to know of it.</summary>
    public Corporation ToCorporation() => new()
    {
        Id = Id,
        Name = Name,
        Tier = Tier,
        ConcurrentSeats = Seats,
        RecordingSpace = RecordingBytes / (1024 * 1024),
    };
}
