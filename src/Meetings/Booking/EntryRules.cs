namespace Meetings.Booking;

/// <summary>How people come into a meeting.</summary>
public sealed record EntryRules
{
    public JoinRestriction Restriction { get; init; }

    /// <summary>Whether guests come in, and start the meeting, before the chair.</summary>
    public bool GuestsFirst { get; init; }

    public bool WaitingRoom { get; init; }

    /// <summary>Soft clients but the chair's come in muted.</summary>
    public bool MuteOnEntry { get; init; }

    public bool MuteTerminalsOnEntry { get; init; }

    /// <summary>Whether the chair comes in with the camera on, if he wants it; else he opens it when he is in.</summary>
    public bool HostCameraOn { get; init; } = true;

    public bool GuestCameraOn { get; init; } = true;
}
