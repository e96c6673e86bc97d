namespace SignalingHost.Push;

/// <summary>How patient the push channel is.</summary>
internal sealed record PushOptions
{
    /// <summary>A client that says nothing for so long is cut (the documents' 180 s; one heartbeat a minute is advised).</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Frames that wait for one client. A healthy one never has more than a handful.</summary>
    public int FramesPerClient { get; init; } = 512;

    /// <summary>Bytes that wait for one client: some twenty full lists of five hundred people.</summary>
    public int BytesPerClient { get; init; } = 8 * 1024 * 1024;

    /// <summary>Turns of one meeting that wait to be told. Past it several are told as one.</summary>
    public int TurnsPerMeeting { get; init; } = 256;

    /// <summary>The longest frame a client may send.</summary>
    public int LongestFrame { get; init; } = 16 * 1024;

    /// <summary>How long a goodbye may take.</summary>
    public TimeSpan Goodbye { get; init; } = TimeSpan.FromSeconds(2);

    public int ClientsPerMeeting { get; init; } = 2_000;
}
