using Meetings;
using Meetings.Conduct;
using SignalingHost.Signaling;

namespace SignalingHost.Rest.Extensions;

/// <summary>Everything that is known of a participant, for those who run the meeting.</summary>
internal sealed record ParticipantDetails
{
    public required string ParticipantID { get; init; }

    public required string Name { get; init; }

    public string Number { get; init; } = "";

    public string Account { get; init; } = "";

    public string DeptName { get; init; } = "";

    /// <summary>in, calling, joining or away.</summary>
    public required string State { get; init; }

    /// <summary>chair, cohost, general or audience.</summary>
    public required string Role { get; init; }

    /// <summary>browser, desktop, mobile, pad, terminal or phone.</summary>
    public required string Device { get; init; }

    public string Address { get; init; } = "";

    public string UserAgent { get; init; } = "";

    /// <summary>In Unix milliseconds.</summary>
    public long JoinTime { get; init; }

    public bool Anonymous { get; init; }

    public bool IsMute { get; init; }

    public bool CameraOn { get; init; }

    public bool Sharing { get; init; }

    /// <summary>When the hand went up, in Unix milliseconds; absent while it is down.</summary>
    public long? HandTime { get; init; }

    /// <summary>0 … 100; absent while he is not among the loudest.</summary>
    public int? SpeakingVolume { get; init; }

    /// <summary>What he sends; absent while his client says nothing of it.</summary>
    public NetworkQuality? Sends { get; init; }

    public NetworkQuality? Receives { get; init; }

    public static ParticipantDetails Of(Participant one, IReadOnlyDictionary<ParticipantId, int> speakers, QualityMark? quality) => new()
    {
        ParticipantID = one.Id.Value,
        Name = one.Name,
        Number = one.Number,
        Account = one.Login,
        DeptName = one.Department,
        State = one.Presence switch
        {
            Presence.Calling => "calling",
            Presence.Joining => "joining",
            Presence.Away => "away",
            _ => "in",
        },
        Role = one switch
        {
            { IsChair: true } => "chair",
            { Cohost: true } => "cohost",
            { Role: Meetings.Conduct.Role.Audience } => "audience",
            _ => "general",
        },
        Device = one.Device.Kind.ToString().ToLowerInvariant(),
        Address = one.Device.Address,
        UserAgent = one.Device.UserAgent,
        JoinTime = one.JoinedAt.ToUnixTimeMilliseconds(),
        Anonymous = one.Anonymous,
        IsMute = one.Muted,
        CameraOn = one.CameraOn,
        Sharing = one.Sharing,
        HandTime = one.HandAt?.ToUnixTimeMilliseconds(),
        SpeakingVolume = speakers.TryGetValue(one.Id, out var volume) ? volume : null,
        Sends = NetworkQuality.Of(quality?.Up),
        Receives = NetworkQuality.Of(quality?.Down),
    };
}

/// <summary>One direction of somebody's network: loss in percent, times in milliseconds, bitrate in kbit/s.</summary>
internal sealed record NetworkQuality(double Loss, double Jitter, double RoundTrip, double Bitrate)
{
    public static NetworkQuality? Of(LineQuality? line) => line is { } known
        ? new(Math.Round(known.Loss * 100, 1), Math.Round(known.Jitter, 1), Math.Round(known.RoundTrip, 1), Math.Round(known.Bitrate / 1000, 1))
        : null;
}
