using MediaServer.Rooms;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Relays;

/// <summary>
/// One half of a room seen from another: here a subscriber like anyone else, there a publisher. It carries the loudest sounds always,
/// and when the other side shows them pictures and the sounds that are not for everybody. Packets travel in plaintext inside the process, with the publisher's own numbers.
/// </summary>
internal sealed class RelayLeg(RoomId room, int fromShard, int toShard, IRelay relay)
{
    private readonly Dictionary<PublishedTrack, RelayedStream> _streams = [];

    public int ToShard => toShard;

    public void Announce(PublishedTrack track)
    {
        // A track that came by relay is at home elsewhere; its home announces it to everyone.
        if (track.Setup.IsRelayed)
            return;

        _streams[track] = new RelayedStream(track, toShard, relay);
        relay.Post(toShard, new ShardLetter.RelayedTrackAdded(fromShard, track.Setup with { IsRelayed = true }, track.IsMuted));
    }

    public void Retract(PublishedTrack track)
    {
        if (!_streams.Remove(track, out var stream))
            return;

        track.Unsubscribe(stream);
        relay.Post(toShard, new ShardLetter.RelayedTrackRemoved(fromShard, room, track.Id));
    }

    public void Mute(PublishedTrack track)
    {
        if (_streams.ContainsKey(track))
            relay.Post(toShard, new ShardLetter.RelayMute(room, track.Id, track.IsMuted));
    }

    public void Close(IReadOnlyList<PublishedTrack> tracks)
    {
        foreach (var track in tracks)
            Retract(track);
    }

    public void Demand(PublishedTrack track, int encodings, Instant now)
    {
        if (_streams.TryGetValue(track, out var stream) && track.Setup.IsOnDemand)
            stream.Carry(encodings, now);
    }

    public void FollowSounds(IReadOnlyList<PublishedTrack> tracks, Stage stage, Instant now)
    {
        foreach (var track in tracks)
        {
            if (!track.Setup.IsOnDemand && _streams.TryGetValue(track, out var stream))
                stream.Carry(stage.IsAmongLoudest(track) ? 1 : 0, now);
        }
    }

    public void ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp)
    {
        if (_streams.ContainsKey(track))
            relay.Post(toShard, new ShardLetter.RelayClock(room, track.Id, encoding, wallClock, timestamp));
    }

    private sealed class RelayedStream(PublishedTrack track, int toShard, IRelay relay) : ISubscriber
    {
        public int EncodingsWanted { get; private set; }

        // Which of them are shown over there is known there, and asked for from there.
        public int EncodingsShown => EncodingsWanted;

        public void Carry(int encodings, Instant now)
        {
            var added = encodings & ~EncodingsWanted;
            EncodingsWanted = encodings;
            if (encodings == 0)
            {
                track.Unsubscribe(this);
                return;
            }

            track.Subscribe(this, now);
            for (var i = 0; track.IsVideo && i < track.Encodings.Length; i++)
            {
                if ((added & (1 << i)) != 0)
                    track.RequestKeyFrame(i, now);
            }
        }

        public void Approach(int stage)
        {
            // One copy for a whole shard is rare enough.
        }

        public DropReason Offer(in TrackPacket packet, Instant now)
        {
            if ((EncodingsWanted & (1 << packet.Encoding)) == 0)
                return DropReason.LayerNotWanted;

            return relay.TrySend(toShard, track.Id, packet.Encoding, packet.Bytes, now) ? DropReason.None : DropReason.RingFull;
        }

        public void BeginAnew(int encoding)
        {
            // The other half was told of the muting itself.
        }

        public void Skip(PublishedTrack skipped, int encoding, SequenceNumber sequence)
        {
            // Numbers go over unchanged; a gap that nothing fills is repaired by nobody, because nothing was lost.
        }
    }
}
