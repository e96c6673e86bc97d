using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Transcoding;
using Protocols;
using Protocols.Rtp;

namespace SignalingHost.Mixing;

/// <summary>
/// The twin of one track, for those who do not decode that: its chair in the room, where it watches the track like anybody and publishes it anew in VP8. It is over
/// when the track is, or when nobody has watched for a while. It knows no thread and no clock.
/// </summary>
internal sealed class RoomTwin : ITranscoderOutput, IDisposable
{
    private const int LongestPacket = 1_500;
    private const byte OrientationId = 1;

    /// <summary>Who turns from one speaker to another and back finds it still there.</summary>
    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(5);

    private readonly IEngineSeat _seat;
    private readonly PicturePool _pool;
    private readonly Action<RoomTwin, ParticipantId, DecodeOutcome> _named;
    private readonly SequenceNumber[] _next = [.. Enumerable.Repeat(new SequenceNumber(1), Transcoder.Encodings)];
    private readonly byte[] _packet = new byte[LongestPacket];
    private Transcoder? _transcoder;
    private TrackSetup? _source;
    private TrackId[] _published = [];
    private int _encodingOfSource;
    private byte? _orientation;
    private Instant _overAt;
    private Instant _now;

    public RoomTwin(IEngineSeat seat, TrackId of, PicturePool pool, Action<RoomTwin, ParticipantId, DecodeOutcome> named, Instant now)
    {
        (_seat, Of, _pool, _named) = (seat, of, pool, named);
        _overAt = now + Unwatched;
    }

    public TrackId Of { get; }

    public IEngineSeat Seat => _seat;

    public Transcoder? Transcoder => _transcoder;

    public Instant NextDeadline => Instant.Earlier(_overAt, _transcoder?.NextDeadline ?? Instant.Never);

    /// <summary>Packets that the shard had no room for.</summary>
    public long Dropped { get; private set; }

    public long Stopped { get; private set; }

    public bool IsOver(Instant now) => now >= _overAt;

    public void Handle(EngineEvent what, Mixer.Video.Planning.MixLimits limits, Instant now)
    {
        _now = now;
        switch (what)
        {
            case EngineEvent.TrackAdded(_, var track, _) when track.Id == Of:
                Begin(track, now);
                _transcoder!.SetLimits(limits);
                break;
            case EngineEvent.TrackRemoved(_, var track) when track == Of:
            case EngineEvent.Closed:
                _overAt = now;
                break;
            case EngineEvent.KeyFrameWanted(_, _, var encoding):
                _transcoder?.RequestKeyFrame(encoding, now);
                break;
            case EngineEvent.DemandChanged(_, _, var encodings):
                _overAt = encodings == 0 ? now + Unwatched : Instant.Never;
                _transcoder?.Watch(encodings, now);
                break;
            case EngineEvent.ClockRead(_, var track, var encoding, var capturedAt, var timestamp) when track == Of && encoding == _encodingOfSource:
                TellClock(capturedAt, timestamp);
                break;
        }
    }

    public void Receive(in EnginePacket facts, in RtpPacket packet, Instant now)
    {
        _now = now;
        _encodingOfSource = facts.Encoding;
        if (_source!.Extensions.TryFind(packet, RtpExtensionKind.VideoOrientation, out var orientation) && orientation.Length > 0)
            _orientation = orientation[0];

        _transcoder!.Receive(facts.Sequence, packet.Timestamp, packet.Marker, packet.Payload, facts.ArrivedAt, now);
    }

    public void Advance(Instant now)
    {
        _now = now;
        _transcoder?.Advance(now);
    }

    public void Dispose()
    {
        _seat.Dispose();
        _transcoder?.Dispose();
    }

    void ITranscoderOutput.RequestKeyFrame() => _seat.RequestKeyFrame(Of);

    void ITranscoderOutput.Stopped(DecodeOutcome fault)
    {
        Stopped++;
        _named(this, _source!.Owner, fault);
    }

    void ITranscoderOutput.Send(int encoding, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        var header = new RtpHeaderWriter(_packet);
        header.TryStart(marker, TwinCodec.Description.PayloadType, _next[encoding], timestamp, default);

        // Who turns his telephone sends lying pictures and says so; they are encoded as they lie (3GPP TS 26.114 §7.4.5).
        if (marker && _orientation is { } orientation)
            header.TryAdd(OrientationId, [orientation]);

        header.TryFinish(out var length);
        payload.CopyTo(_packet.AsSpan(length));
        _next[encoding] += 1;
        if (!_seat.TrySend(_published, _packet.AsSpan(0, length + payload.Length), _now, encoding))
            Dropped++;
    }

    private void Begin(TrackSetup track, Instant now)
    {
        _source = track;
        _transcoder = new Transcoder(track.VideoCodec, new TranscoderOptions(), _pool, this, now);
        _published =
        [
            _seat.Publish(new EngineTrack(track.Owner, track.Source, TwinCodec.Description)
            {
                VideoCodec = TwinCodec.Video,
                Extensions = new RtpExtensionMap(new RtpExtensionEntry(OrientationId, RtpExtensionKind.VideoOrientation)),
                IsUnlisted = true,
                EncodingCount = Transcoder.Encodings,
                TwinOf = Of,
            }),
        ];
        _seat.Want(Of, new EngineWish());
    }

    private void TellClock(Instant capturedAt, RtpTimestamp timestamp)
    {
        if (_transcoder is null || !_transcoder.TryMap(timestamp, out var sent))
            return;

        for (var encoding = 0; encoding < Transcoder.Encodings; encoding++)
            _seat.TellClock(_published[0], encoding, capturedAt, sent);
    }
}
