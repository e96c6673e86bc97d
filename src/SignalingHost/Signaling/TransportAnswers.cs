using System.Diagnostics.CodeAnalysis;
using MediaServer.Edge;
using Protocols.Sdp;
using SignalingHost.Media;

namespace SignalingHost.Signaling;

/// <summary>Answers offers of the two transports.</summary>
internal static class TransportAnswers
{
    private static readonly AnswerPolicy ForSend = new() { AllowedDirection = MediaDirection.Receive };
    private static readonly AnswerPolicy ForReceive = new() { AllowedDirection = MediaDirection.Send };

    public static bool TryAnswer(
        TransportKind kind, SessionDescription offer, WebRtcLocal local, NegotiatedSession? current,
        [NotNullWhen(true)] out SessionDescription? answer, [NotNullWhen(true)] out NegotiatedSession? negotiated) =>
        WebRtcAnswer.TryAnswer(offer, local, kind == TransportKind.Send ? ForSend : ForReceive, current, out answer, out negotiated, out _)
        && negotiated.Media.Any(media => media.IsAccepted);

    /// <summary>Every section is a group of its own: who is in it changes, so a browser must not hold one section back for another.</summary>
    public static WebRtcLocal LocalFor(MediaNode node, PeerPlace place, TransportKind kind, SessionDescription offer) =>
        LocalSide.For(node, place, kind == TransportKind.Send ? [] : LocalSide.StreamsFor(offer, index => $"slot-{index}"));

    /// <summary>The second picture and the second sound of the send transport are the share's.</summary>
    public static IReadOnlySet<string> ScreenSections(NegotiatedSession negotiated) =>
        new[] { MediaKind.Audio, MediaKind.Video }
            .SelectMany(kind => negotiated.Media.Where(media => media.Kind == kind).Skip(1))
            .Select(media => media.Mid.Value)
            .ToHashSet(StringComparer.Ordinal);
}
