using MediaServer.Tracks;

namespace SignalingHost.Signaling;

/// <summary>Everything that a client can say on its socket.</summary>
internal abstract record ClientMessage
{
    private ClientMessage()
    {
    }

    /// <summary>The client's number for a request; its answer bears the same.</summary>
    public long? Id { get; init; }

    public sealed record Join : ClientMessage
    {
        public string Conference { get; init; } = "";

        public string? Password { get; init; }

        /// <summary>The 48 digits of a join link.</summary>
        public string? Link { get; init; }

        public string? AccessToken { get; init; }

        /// <summary>What came with <c>joined</c>, to be the same participant again.</summary>
        public string? Resume { get; init; }

        public string Name { get; init; } = "";

        public bool Microphone { get; init; }

        public bool Camera { get; init; }

        public string Device { get; init; } = "";

        /// <summary>No person is in what is printed of it.</summary>
        public override string ToString() => "Join";
    }

    public sealed record Offer(TransportKind Transport, string Sdp, bool Fresh) : ClientMessage
    {
        public override string ToString() => $"Offer {Transport}";
    }

    public sealed record View(IReadOnlyList<SlotWish> Slots) : ClientMessage;

    /// <summary>A source of mine went on or off.</summary>
    public sealed record Switch(TrackSource Source, bool On) : ClientMessage;

    public sealed record Do(MeetingAction Action) : ClientMessage
    {
        public bool On { get; init; }

        public string? Participant { get; init; }

        public string? Text { get; init; }

        public override string ToString() => $"Do {Action}";
    }

    public sealed record Stats(IReadOnlyList<TrackReport> Tracks) : ClientMessage;

    public sealed record Ping : ClientMessage;

    public sealed record Unknown : ClientMessage;
}

/// <summary>The two peer connections of a client, as it sees them.</summary>
internal enum TransportKind
{
    Send,
    Receive,
}

internal enum MeetingAction
{
    Mute,
    Hand,
    Rename,
    ApplyChair,
    ReleaseChair,
    TransferChair,
    ShareStop,
    Leave,
    End,
}

/// <summary>What a section of the receive transport is to show. Nothing named switches it off.</summary>
internal sealed record SlotWish(string Mid)
{
    public string? Participant { get; init; }

    public TrackSource? Source { get; init; }

    public bool Speaker { get; init; }

    /// <summary>From 1.</summary>
    public int? Place { get; init; }

    /// <summary>Of a sound: everybody else in one, as telephones have it.</summary>
    public bool Mix { get; init; }

    public int? Height { get; init; }

    public bool Pinned { get; init; }
}

/// <summary>What getStats says of one track.</summary>
internal readonly record struct TrackReport(TransportKind Transport, double Bitrate, double Loss, double RoundTrip, double Jitter);
