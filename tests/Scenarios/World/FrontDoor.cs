using MediaServer.Peers;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Scenarios.World;

/// <summary>Answers offers as WHIP and WHEP do, and makes of the agreement what a shard is told.</summary>
internal sealed class FrontDoor(DtlsIdentity identity, AnswerPolicy policy, IRandomBytes random)
{
    private uint _lastSsrc = 0x1000_0000;

    public IceCredentials MakeCredentials() => IceCredentials.Create(random);

    public (string Answer, PeerSetup Setup) Open(PeerId peer, RoomId room, string name, ParticipantOptions wants, string offerText)
    {
        if (!SessionDescription.TryParse(offerText, out var offer, out var error))
            throw new InvalidOperationException($"The offer cannot be read: {error}.");

        var local = new WebRtcLocal
        {
            SessionId = (ulong)peer.Value,
            Ice = IceCredentials.Create(random),
            Candidates = [IceCandidate.HostUdp(SimulatedShard.AddressOf(wants.Shard), ushort.MaxValue)],
            Fingerprints = [identity.Fingerprint],
            Streams = [.. offer.Media.Where(media => offer.DirectionOf(media).Receives()).Select((media, index) => new LocalStream
            {
                Kind = media.Kind,
                Mid = media.Mid,
                Ssrc = new Ssrc(++_lastSsrc),
                RtxSsrc = media.Kind == MediaKind.Video ? new Ssrc(++_lastSsrc) : null,
                Cname = "conference",
                Msid = new Msid("conference", $"{media.Media}-{index}"),
            })],
        };
        if (!WebRtcAnswer.TryAnswer(offer, local, policy, out var answer, out var session, out error))
            throw new InvalidOperationException($"The offer cannot be answered: {error}.");

        return (answer.ToString(), new PeerSetup
        {
            Id = peer,
            Room = room,
            Participant = new ParticipantId(name),
            LocalIce = local.Ice,
            Session = session,
            Role = session.DtlsRole,
            Wishes = WishesOf(session, wants),
        });
    }

    private static Dictionary<string, StreamWish> WishesOf(NegotiatedSession session, ParticipantOptions wants)
    {
        var wishes = new Dictionary<string, StreamWish>(StringComparer.Ordinal);
        var sounds = wants.Sounds.Select(source => new StreamWish(source)).GetEnumerator();
        var pictures = wants.Pictures.GetEnumerator();
        foreach (var media in session.Media.Where(media => media.LocalStream is not null))
        {
            var wish = media.Kind == MediaKind.Audio ? sounds : pictures;
            if (wish.MoveNext())
                wishes.Add(media.Mid.Value, wish.Current);
        }

        return wishes;
    }
}
