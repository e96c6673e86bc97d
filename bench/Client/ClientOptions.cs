using System.Net;
using Protocols;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>How one <see cref="NativeClient"/> behaves. The defaults are what a browser does.</summary>
public sealed record ClientOptions
{
    /// <summary>In the order of the offer; without meaning for a client that answers.</summary>
    public IReadOnlyList<ClientSection> Sections { get; init; } = [];

    /// <summary>Where the client's socket is, for the one candidate that it announces; null announces none and lets checks tell.</summary>
    public IPEndPoint? LocalAddress { get; init; }

    /// <summary>The wall clock, since 1970, at <see cref="Instant.Zero"/>: what sender reports say.</summary>
    public TimeSpan UnixTimeAtZero { get; init; }

    /// <summary>Active offers to be the DTLS client whatever the other side would like; Passive the server.</summary>
    public SetupRole OfferedSetup { get; init; } = SetupRole.ActPass;

    public IReadOnlyList<RtpExtensionKind> Extensions { get; init; } =
    [
        RtpExtensionKind.AudioLevel,
        RtpExtensionKind.AbsSendTime,
        RtpExtensionKind.TransportSequence,
        RtpExtensionKind.Mid,
        RtpExtensionKind.Rid,
        RtpExtensionKind.RepairedRid,
    ];

    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>libwebrtc reports arrivals every 50 to 250 ms, every 100 ms while it knows no bit rate.</summary>
    public TimeSpan FeedbackInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Numbers of a transport whose arrival is remembered: what comes within two intervals of feedback, and a margin.</summary>
    public int FeedbackHistory { get; init; } = 1_024;

    /// <summary>Asks for what is missing, where that is agreed.</summary>
    public bool AsksForLostPackets { get; init; } = true;

    /// <summary>Asks for a key frame with the first packet of every video stream.</summary>
    public bool AsksForKeyFrameAtStart { get; init; }

    /// <summary>Packets of each video stream that can be sent again.</summary>
    public int HistoryPackets { get; init; } = 256;

    public IceFullOptions Ice { get; init; } = new();
}

/// <summary>One media section of a client's offer, seen from the client.</summary>
public sealed record ClientSection
{
    public required MediaKind Kind { get; init; }

    public required MediaDirection Direction { get; init; }

    /// <summary>Best first. A client sends the first one that is agreed.</summary>
    public required IReadOnlyList<CodecChoice> Codecs { get; init; }

    /// <summary>Simulcast encodings to send; empty sends one.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];

    public static ClientSection Send(params IReadOnlyList<CodecChoice> codecs) =>
        new() { Kind = codecs[0].Kind, Direction = MediaDirection.Send, Codecs = codecs };

    public static ClientSection Receive(params IReadOnlyList<CodecChoice> codecs) =>
        new() { Kind = codecs[0].Kind, Direction = MediaDirection.Receive, Codecs = codecs };

    public static ClientSection SendSimulcast(CodecChoice codec, params IReadOnlyList<string> rids) =>
        new() { Kind = codec.Kind, Direction = MediaDirection.Send, Codecs = [codec], Rids = rids };
}
