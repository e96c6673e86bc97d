namespace SignalingHost.Signaling;

/// <summary>What one socket of the signalling may cost, and how patient the server is.</summary>
internal sealed record SignalOptions
{
    public int LongestFrame { get; init; } = 256 * 1024;

    public int LongestSdp { get; init; } = 128 * 1024;

    public int MessagesPerSecond { get; init; } = 64;

    /// <summary>More refusals for haste than this, and the socket is cut: it will not slow down.</summary>
    public int MostHasty { get; init; } = 256;

    public int MostSlots { get; init; } = 32;

    /// <summary>Join requests of one socket; wrong passwords are counted beside this by meeting and by address.</summary>
    public int MostJoins { get; init; } = 8;

    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Four pings that did not come.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a broken socket is nobody's business: a page that reconnects at once was never away.</summary>
    public TimeSpan Unnoticed { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>For the last words and the closing handshake.</summary>
    public TimeSpan Goodbye { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Messages that wait for a slow client before he is cut.</summary>
    public int WaitingMessages { get; init; } = 1_024;

    public long WaitingBytes { get; init; } = 4 << 20;

    /// <summary>Things that wait to be told to one session.</summary>
    public int Inbox { get; init; } = 2_048;

    public TimeSpan QualityEvery { get; init; } = TimeSpan.FromSeconds(5);
}
