using System.Security.Cryptography;
using MediaServer.Edge;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace SignalingHost.Media;

/// <summary>What this server says of itself in an answer: where it is, who it is, and which streams it will send.</summary>
internal static class LocalSide
{
    public static WebRtcLocal For(MediaNode node, PeerPlace place, IReadOnlyList<LocalStream> streams) => new()
    {
        SessionId = RandomNumber() >> 1,
        Ice = IceCredentials.Create(SystemRandom.Instance),
        Candidates = node.CandidatesOf(place.Shard),
        Fingerprints = [node.Fingerprint],
        Streams = streams,
    };

    /// <summary>One stream for each sound and picture of the offer. What has the same group belongs together to a browser, which then keeps it in step.</summary>
    public static IReadOnlyList<LocalStream> StreamsFor(SessionDescription offer, Func<int, string> groupOf) =>
        [.. offer.Media.Where(media => media.Kind is MediaKind.Audio or MediaKind.Video).Select((media, index) => StreamFor(media, index, groupOf(index)))];

    private static LocalStream StreamFor(MediaDescription media, int index, string group) => new()
    {
        Kind = media.Kind,
        Mid = media.Mid,
        Ssrc = NewSsrc(),
        RtxSsrc = media.Kind == MediaKind.Video ? NewSsrc() : null,
        Cname = "conference",
        Msid = new Msid(group, $"{media.Media}-{index}"),
    };

    // Small numbers are ours for reports.
    private static Ssrc NewSsrc() => new((uint)RandomNumber() | 0x100);

    private static ulong RandomNumber() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
