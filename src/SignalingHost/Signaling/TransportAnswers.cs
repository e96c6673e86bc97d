using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using MediaServer.Edge;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace SignalingHost.Signaling;

/// <summary>Answers offers of the two transports. Pure but for the numbers it draws.</summary>
internal static class TransportAnswers
{
    private static readonly AnswerPolicy ForSend = new() { AllowedDirection = MediaDirection.Receive };
    private static readonly AnswerPolicy ForReceive = new() { AllowedDirection = MediaDirection.Send };

    public static bool TryAnswer(
        TransportKind kind, SessionDescription offer, WebRtcLocal local, NegotiatedSession? current,
        [NotNullWhen(true)] out SessionDescription? answer, [NotNullWhen(true)] out NegotiatedSession? negotiated) =>
        WebRtcAnswer.TryAnswer(offer, local, kind == TransportKind.Send ? ForSend : ForReceive, current, out answer, out negotiated, out _)
        && negotiated.Media.Any(media => media.IsAccepted);

    public static WebRtcLocal LocalFor(MediaNode node, PeerPlace place, TransportKind kind, SessionDescription offer) => new()
    {
        SessionId = RandomNumber() >> 1,
        Ice = IceCredentials.Create(SystemRandom.Instance),
        Candidates = node.CandidatesOf(place.Shard),
        Fingerprints = [node.Fingerprint],
        Streams = kind == TransportKind.Send ? [] : [.. offer.Media.Where(media => media.Kind is MediaKind.Audio or MediaKind.Video).Select(StreamFor)],
    };

    /// <summary>The second picture and the second sound of the send transport are the share's.</summary>
    public static IReadOnlySet<string> ScreenSections(NegotiatedSession negotiated) =>
        new[] { MediaKind.Audio, MediaKind.Video }
            .SelectMany(kind => negotiated.Media.Where(media => media.Kind == kind).Skip(1))
            .Select(media => media.Mid.Value)
            .ToHashSet(StringComparer.Ordinal);

    // Every section is a stream of its own: who is in it changes, so a browser must not hold one section back for another.
    private static LocalStream StreamFor(MediaDescription media, int index) => new()
    {
        Kind = media.Kind,
        Mid = media.Mid,
        Ssrc = NewSsrc(),
        RtxSsrc = media.Kind == MediaKind.Video ? NewSsrc() : null,
        Cname = "conference",
        Msid = new Msid($"slot-{index}", $"{media.Media}-{index}"),
    };

    // Small numbers are ours for reports.
    private static Ssrc NewSsrc() => new((uint)RandomNumber() | 0x100);

    private static ulong RandomNumber() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
