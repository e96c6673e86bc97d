using Protocols.Rtp;

namespace Protocols.Codecs.Assembly;

/// <summary>
/// Puts the packets of one video stream together into pictures, in order. A missing packet is waited for; when it does not come, pictures
/// are left out until a key frame, which is asked for, because a decoder would show holes. No packet is copied unless it waits.
/// </summary>
public sealed class PictureAssembler
{
    /// <summary>A jump further than this is a sender that began anew (RFC 3550 A.1).</summary>
    private const int FarJump = 3_000;

    private readonly AssemblyOptions _options;
    private readonly IUnpacker _unpacker;
    private readonly PictureBytes _picture;
    private readonly WaitingPackets _waiting = new();
    private SequenceNumber _next;
    private bool _hasNext;
    private Instant _gapEnds = Instant.Never;
    private Instant _nextRequest = Instant.Never;
    private Instant _lastPacket;
    private RtpTimestamp _timestamp;
    private bool _isOpen;
    private bool _isBroken;
    private bool _isKeyFrame;

    public PictureAssembler(VideoCodec codec, AssemblyOptions options)
    {
        _options = options;
        _picture = new PictureBytes(options.LongestPicture);
        _unpacker = codec switch
        {
            VideoCodec.H264 => new H264Unpacker(),
            VideoCodec.Vp8 => new Vp8Unpacker(),
            VideoCodec.Vp9 => new Vp9Unpacker(),
            VideoCodec.Av1 => new Av1Unpacker(options.LongestPicture),
            _ => throw new ArgumentOutOfRangeException(nameof(codec)),
        };
    }

    public Instant NextDeadline => Instant.Earlier(_gapEnds, _nextRequest);

    /// <summary>Nothing is handed out before a key frame; so it begins, and so it is after a loss.</summary>
    public bool WaitsForKeyFrame { get; private set; } = true;

    /// <summary>Packets that never came, pictures that could not be put together, and pictures handed out.</summary>
    public long LostPackets { get; private set; }

    public long BrokenPictures { get; private set; }

    public long Pictures { get; private set; }

    public DropReason Receive(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, IAssemblyOutput output, Instant now)
    {
        if (payload.Length > WaitingPackets.LongestPayload)
            return DropReason.TooLarge;
        if (!_hasNext || Math.Abs(sequence - _next) > FarJump)
            BeginAt(sequence);
        if (sequence - _next < 0)
            return DropReason.TooLate;
        if (_waiting.Has(sequence))
            return DropReason.Duplicate;

        _lastPacket = now;
        if (WaitsForKeyFrame && _nextRequest == Instant.Never)
            _nextRequest = now + _options.Patience;

        // What is so far ahead that there is no place for it ends the waiting for what is furthest behind.
        while (sequence - _next >= WaitingPackets.Places)
            GiveUp(output, now);

        if (sequence == _next)
        {
            Add(timestamp, marker, payload, output, now);
            AddWaiting(output, now);
            return DropReason.None;
        }

        _waiting.Put(sequence, timestamp, marker, payload);
        _gapEnds = Instant.Earlier(_gapEnds, now + _options.Patience);
        return DropReason.None;
    }

    public void Advance(Instant now, IAssemblyOutput output)
    {
        if (_gapEnds <= now)
            GiveUp(output, now);
        if (_nextRequest > now)
            return;

        // Whoever sends nothing hears no request either; when he sends again, it is asked again.
        if (now - _lastPacket > _options.Silence)
            _nextRequest = Instant.Never;
        else
            Request(output, now);
    }

    /// <summary>The decoder could make nothing of a picture, or lacks one: what follows is no use to it.</summary>
    public void SkipToKeyFrame(IAssemblyOutput output, Instant now)
    {
        if (WaitsForKeyFrame)
            return;

        WaitsForKeyFrame = true;
        Request(output, now);
    }

    // The first picture may well be a key frame; only when it isn't, one is asked for.
    private void BeginAt(SequenceNumber sequence)
    {
        (_next, _hasNext, _gapEnds, _nextRequest, _isOpen) = (sequence, true, Instant.Never, Instant.Never, false);
        _waiting.Clear();
        WaitsForKeyFrame = true;
    }

    private void Request(IAssemblyOutput output, Instant now)
    {
        _nextRequest = now + _options.RequestInterval;
        output.RequestKeyFrame();
    }

    // Goes on behind the gap, with the first packet that is here.
    private void GiveUp(IAssemblyOutput output, Instant now)
    {
        do
        {
            _next = _next.Next;
            LostPackets++;
        }
        while (!_waiting.Has(_next) && _waiting.Count > 0);

        _isBroken = true;
        SkipToKeyFrame(output, now);
        AddWaiting(output, now);
    }

    private void AddWaiting(IAssemblyOutput output, Instant now)
    {
        while (_waiting.TryTake(_next, out var timestamp, out var marker, out var payload))
            Add(timestamp, marker, payload, output, now);

        _gapEnds = _waiting.Count == 0 ? Instant.Never : now + _options.Patience;
    }

    private void Add(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, IAssemblyOutput output, Instant now)
    {
        _next = _next.Next;

        // Padding alone, which a sender probes the line with, belongs to no picture.
        if (payload.IsEmpty)
            return;

        // Not every sender sets the marker.
        if (_isOpen && timestamp != _timestamp)
            Finish(output, now);
        if (!_isOpen)
            Open(timestamp);

        if (!_isBroken)
            AddToPicture(payload);
        if (marker)
            Finish(output, now);
    }

    private void Open(RtpTimestamp timestamp)
    {
        (_timestamp, _isOpen, _isBroken, _isKeyFrame) = (timestamp, true, false, false);
        _picture.Clear();
        _unpacker.Begin();
    }

    private void AddToPicture(ReadOnlySpan<byte> payload)
    {
        var isFirst = _picture.Length == 0;
        if (!_unpacker.TryAdd(payload, _picture, out var facts) || (isFirst && !facts.MayStartPicture))
            _isBroken = true;

        _isKeyFrame |= facts.IsKeyFrame;
    }

    private void Finish(IAssemblyOutput output, Instant now)
    {
        _isOpen = false;
        if (_isBroken || !_unpacker.TryEnd(_picture))
        {
            BrokenPictures++;
            SkipToKeyFrame(output, now);
            return;
        }

        if (WaitsForKeyFrame && !_isKeyFrame)
            return;

        (WaitsForKeyFrame, _nextRequest) = (false, Instant.Never);
        Pictures++;
        output.Take(new AssembledPicture(_picture, _timestamp, _isKeyFrame));
    }
}
