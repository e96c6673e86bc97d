using MediaServer.Packets;
using MediaServer.Tracks;
using Protocols;
using Protocols.Audio;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Tests.Tracks;

/// <summary>Alice's camera, in VP8.</summary>
internal static class CameraTrack
{
    public static PublishedTrack Of(PacketPool pool, int encodings = 1) => Of(pool, Nobody.Instance, Nobody.Instance, encodings);

    public static PublishedTrack Of(PacketPool pool, IUpstream upstream, ITrackObserver observer, int encodings = 1) => new(
        new TrackSetup
        {
            Id = new TrackId(1),
            Room = new RoomId("r"),
            Owner = new ParticipantId("alice"),
            Source = TrackSource.Camera,
            Codec = new CodecDescription { PayloadType = new PayloadType(96), Name = CodecName.Vp8, EncodingName = "VP8", ClockRate = 90_000 },
            VideoCodec = VideoCodec.Vp8,
            Extensions = RtpExtensionMap.Empty,
            EncodingCount = encodings,
        },
        pool,
        upstream,
        observer);

    /// <summary>Asks for nothing and minds nothing.</summary>
    private sealed class Nobody : IUpstream, ITrackObserver
    {
        public static readonly Nobody Instance = new();

        void IUpstream.RequestKeyFrame(PublishedTrack track, int encoding, Instant now)
        {
        }

        void IUpstream.DemandEncodings(PublishedTrack track, int wanted, Instant now)
        {
        }

        void ITrackObserver.Offered(DropReason outcome)
        {
        }

        void ITrackObserver.Gathers(PublishedTrack track)
        {
        }

        void ITrackObserver.Heard(PublishedTrack track, AudioLevel level, Instant now)
        {
        }

        void ITrackObserver.ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp)
        {
        }
    }
}
