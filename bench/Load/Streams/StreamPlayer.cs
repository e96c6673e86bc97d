using Client;
using Load.Edge;
using Protocols;
using Protocols.Codecs.Packetizing;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Load.Streams;

/// <summary>Plays a clip on one track of a publisher, frame by frame, each frame's packets at once.</summary>
internal sealed class StreamPlayer
{
    // Somebody who asked for a key frame gets the next one of the clip at once; two in a row would be a burst that no camera makes.
    private static readonly TimeSpan LeastBetweenSkips = TimeSpan.FromMilliseconds(300);

    private MediaClip _clip;
    private RtpTimestamp _timestamp;
    private ushort _pictureId;
    private int _position;
    private bool _skips;
    private Instant _lastSkip;
    private bool _isPaused;
    private Instant _due;

    public StreamPlayer(OutgoingTrack track, MediaClip clip, Instant start)
    {
        Track = track;
        _clip = clip;
        _due = start;
        _timestamp = new((uint)track.Ssrc.Value);
        _pictureId = (ushort)(track.Ssrc.Value & 0x7FFF);
    }

    public OutgoingTrack Track { get; }

    public Instant NextDeadline => _isPaused ? Instant.Never : _due;

    /// <summary>What the packets say of their loudness; audio only.</summary>
    public AudioLevel? Level { get; set; }

    /// <summary>Sends only every nth frame, as an encoder does that is told to be quiet in silence (DTX).</summary>
    public int SendsEvery { get; set; } = 1;

    /// <summary>Goes on with another clip of the same codec, from its first frame.</summary>
    public void Play(MediaClip clip)
    {
        _clip = clip;
        _position = 0;
    }

    public void Pause() => _isPaused = true;

    public void Resume(Instant now)
    {
        _isPaused = false;
        _due = now;
    }

    public void SkipToKeyFrame() => _skips = _clip.Codec.Kind == MediaKind.Video;

    public void Advance(Instant now)
    {
        if (_skips && now - _lastSkip > LeastBetweenSkips)
        {
            _position = NextKeyFrame();
            _lastSkip = now;
        }

        _skips = false;
        SendFrame(_clip.Frames[_position], now);
        _position = (_position + 1) % _clip.Frames.Count;
        _due += _clip.FrameDuration * SendsEvery;

        // After a stall the clip goes on from here; making up for it would be a burst that no source sends.
        if (now - _due > TimeSpan.FromMilliseconds(200))
            _due = now;
    }

    private void SendFrame(in ClipFrame frame, Instant now)
    {
        // One nanosecond apart, so that a stamp also tells which packet it is.
        var stamp = Clock.WallNanoseconds;
        for (var i = 0; i < frame.Payloads; i++)
        {
            var payload = _clip.Payload(frame.FirstPayload + i);
            if (_clip.Codec.Name == CodecName.Vp8)
                Vp8Packetizer.WritePictureId(payload, _pictureId);

            var isLast = i == frame.Payloads - 1;
            Track.Send(new OutgoingPacket(payload, _timestamp) { Marker = isLast && Track.Kind == MediaKind.Video, Level = Level, Stamp = stamp + i }, now);
        }

        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        _timestamp += _clip.TimestampStep * SendsEvery;
    }

    private int NextKeyFrame()
    {
        for (var i = 0; i < _clip.Frames.Count; i++)
        {
            var position = (_position + i) % _clip.Frames.Count;
            if (_clip.Frames[position].IsKeyFrame)
                return position;
        }

        return _position;
    }
}
