using MediaServer.Edge;
using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>Somebody's shared screen, of one colour, as a track of the room.</summary>
internal sealed class SharedScreen : IEngine, IDisposable
{
    private const byte H264 = 97;

    private readonly SimulatedCamera _content;
    private readonly EnginePort _port;
    private readonly IEngineSeat _seat;
    private readonly TrackId _track;
    private readonly Action _ended;

    public SharedScreen(MediaNode node, RoomId room, ParticipantId owner, Rgb colour, Action ended)
    {
        _ended = ended;
        _content = new(colour, VideoProfile.H264Baseline, H264);
        _port = node.OpenEnginePort(wake: () => { });
        _seat = _port.TrySit(room)!;
        var codec = new CodecDescription { PayloadType = new PayloadType(H264), Name = CodecName.H264, EncodingName = "H264", ClockRate = 90_000 };
        _track = _seat.Publish(new EngineTrack(owner, TrackSource.Screen, codec) { VideoCodec = VideoCodec.H264 });
    }

    public void Film()
    {
        _port.Receive(this, _port.Now);
        foreach (var packet in _content.Next())
            _seat.TrySend([_track], packet, _port.Now);

        _port.Flush();
    }

    void IEngine.Handle(EngineEvent what, Instant now)
    {
        if (what is EngineEvent.KeyFrameWanted)
            _content.RequestKeyFrame();
    }

    void IEngine.Receive(in EnginePacket facts, in RtpPacket packet, Instant now)
    {
        // It asks for nothing.
    }

    public void Dispose()
    {
        _ended();
        _seat.Dispose();
        _content.Dispose();
    }
}
