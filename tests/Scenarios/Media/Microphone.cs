using Client;
using Protocols;
using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.World;

namespace Scenarios.Media;

/// <summary>Speaks Opus in frames of 20 ms, with its loudness in the header extension; redundantly (RFC 2198) if told to.</summary>
public sealed class Microphone
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private const int FrameBytes = 60;
    private const int FrameTicks = 960;

    // 20 ms of full-band CELT in one frame (RFC 6716 §3.1).
    private const byte Toc = 0xF8;

    private readonly Timeline _timeline;
    private readonly FrameLedger _ledger;
    private readonly OutgoingTrack _track;
    private readonly RedEncoder _redundant = new();
    private readonly PayloadType? _redundantType;
    private readonly byte[] _frame = new byte[FrameBytes];
    private readonly byte[] _payload = new byte[RedEncoder.MaxPayloadLength];
    private readonly uint _firstTimestamp;
    private SequenceNumber _sequence;
    private Instant _startedAt;
    private int _number;
    private bool _isRunning;

    public Microphone(OutgoingTrack track, Timeline timeline, FrameLedger ledger, int seed)
    {
        _track = track;
        _timeline = timeline;
        _ledger = ledger;
        _firstTimestamp = (uint)new Random(seed).Next();
        _redundantType = track.Codecs.FirstOrDefault(codec => codec.Name == CodecName.Red)?.PayloadType;
    }

    /// <summary>−dBov: 127 is silence, 30 is somebody speaking.</summary>
    public byte Loudness { get; set; } = 127;

    /// <summary>How many earlier frames each packet carries.</summary>
    public int Redundancy { get; set; }

    public int Frames => _number;

    public long SentBytes => _track.PayloadBytes;

    public void Start()
    {
        _isRunning = true;
        _startedAt = _timeline.Now - (Interval * _number);
        Speak();
    }

    public void Stop() => _isRunning = false;

    private void Speak()
    {
        if (!_isRunning)
            return;

        var now = _timeline.Now;
        var timestamp = new RtpTimestamp(unchecked(_firstTimestamp + (uint)(_number * FrameTicks)));
        var id = _ledger.NextId;
        _ledger.Add(new CodedFrame { Id = id, Source = this, CapturedAt = now, Number = _number, Packets = 1, IsKey = true });
        _frame[0] = Toc;
        FrameLedger.Stamp(_frame, id, 0);
        _redundant.Add(_sequence, timestamp, _frame);
        _sequence = _sequence.Next;
        var level = new AudioLevel(Loudness, IsVoice: Loudness < 100);
        if (Redundancy > 0 && _redundantType is { } type && _redundant.TryWrite(Redundancy, _track.Codec.PayloadType, _payload, out var length))
            _track.Send(new OutgoingPacket(_payload.AsSpan(0, length), timestamp) { Level = level, Type = type }, now);
        else
            _track.Send(new OutgoingPacket(_frame, timestamp) { Level = level }, now);

        _number++;
        _timeline.Schedule(_startedAt + (Interval * _number), Speak);
    }
}
