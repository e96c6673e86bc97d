using Mixer.Video;
using Mixer.Video.Codecs;
using Protocols;
using Protocols.Codecs;
using Protocols.Codecs.Assembly;
using Protocols.Rtp;

namespace Mixer.Inputs;

/// <summary>
/// One stream of pictures that comes in: its packets become pictures, and those are decoded while somebody is shown them. What cannot be decoded
/// harms nobody else: the last picture stays, a key frame is asked for, and a stream with too many faults rests. Belongs to one thread.
/// </summary>
public sealed class VideoInput : IAssemblyOutput, IDisposable
{
    private readonly VideoCodec _codec;
    private readonly VideoInputOptions _options;
    private readonly IVideoInputOutput _output;
    private readonly FaultLimit _faults;
    private PictureAssembler _assembler;
    private IVideoDecoder _decoder;
    private Instant _restsUntil = Instant.Zero;
    private Instant _now;

    public VideoInput(VideoCodec codec, VideoInputOptions options, IVideoInputOutput output)
    {
        (_codec, _options, _output) = (codec, options, output);
        _faults = new FaultLimit(options.FaultsPerSecond);
        _assembler = new PictureAssembler(codec, options.Assembly);
        _decoder = VideoCodecs.OpenDecoder(codec, options.Decoder);
    }

    public Instant NextDeadline => IsShown ? _assembler.NextDeadline : Instant.Never;

    /// <summary>What nobody is shown is not decoded, and no key frames are asked for.</summary>
    public bool IsShown { get; private set; }

    public bool HasPicture => _decoder.HasPicture;

    /// <summary>The newest picture, good until the next call.</summary>
    public PictureView Picture => _decoder.Picture;

    /// <summary>Another with every new picture.</summary>
    public long Number { get; private set; }

    /// <summary>The newest picture's time on the sender's clock.</summary>
    public RtpTimestamp Timestamp { get; private set; }

    public long Faults { get; private set; }

    /// <summary>Why the stream rests or rested last; <see cref="DecodeOutcome.Shown"/> if it never did.</summary>
    public DecodeOutcome StopReason { get; private set; }

    /// <summary>Leaves a fourth of the work undone where the picture is shown so small that nobody sees it.</summary>
    public bool IsSmall
    {
        get => _decoder.SkipsLoopFilter;
        set => _decoder.SkipsLoopFilter = value;
    }

    /// <summary>Begins again with a key frame; until then the last picture stays.</summary>
    public void Show(Instant now)
    {
        if (IsShown)
            return;

        IsShown = true;
        _assembler = new PictureAssembler(_codec, _options.Assembly);
        if (now >= _restsUntil)
            _output.RequestKeyFrame();
    }

    public void Hide() => IsShown = false;

    public DropReason Receive(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!IsShown)
            return DropReason.LayerNotWanted;
        if (now < _restsUntil)
            return DropReason.WaitingForKeyFrame;

        _now = now;
        return _assembler.Receive(sequence, timestamp, marker, payload, this, now);
    }

    public void Advance(Instant now)
    {
        _now = now;
        if (IsShown && now >= _restsUntil)
            _assembler.Advance(now, this);
    }

    public void Dispose() => _decoder.Dispose();

    void IAssemblyOutput.Take(in AssembledPicture picture)
    {
        // What was put together before the stop is still handed out.
        if (_now < _restsUntil)
            return;

        // Of the layers of one picture, the last is the largest.
        for (var i = 0; i < picture.FrameCount; i++)
        {
            var outcome = _decoder.Decode(picture.Frame(i));
            if (outcome >= DecodeOutcome.Damaged)
            {
                Suffer(outcome);
                return;
            }

            if (outcome != DecodeOutcome.Shown)
                continue;

            Number++;
            Timestamp = picture.Timestamp;
        }
    }

    void IAssemblyOutput.RequestKeyFrame() => _output.RequestKeyFrame();

    private void Suffer(DecodeOutcome fault)
    {
        Faults++;
        if (!_faults.IsExceededBy(_now))
        {
            _assembler.SkipToKeyFrame(this, _now);
            return;
        }

        // Whatever state its stream has brought the decoder into, the next chance is one from nothing. So is the assembler's.
        _decoder.Dispose();
        _decoder = VideoCodecs.OpenDecoder(_codec, _options.Decoder);
        _assembler = new PictureAssembler(_codec, _options.Assembly);
        (StopReason, _restsUntil) = (fault, _now + _options.Rest);
        _output.Stop(fault);
    }
}
