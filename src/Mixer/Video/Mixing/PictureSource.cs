using Mixer.Inputs;
using Mixer.Synchronizing;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Mixer.Video.Mixing;

/// <summary>One stream in, and how large it is shown. It is decoded only while it is, and kept back where its sender's voice comes later.</summary>
internal sealed class PictureSource : IVideoInputOutput, IDisposable
{
    private readonly IPictureMixOutput _output;
    private readonly LipSync _lipSync;
    private DelayLine? _line;

    public PictureSource(SourceId id, VideoCodec codec, PictureMixOptions options, IPictureMixOutput output)
    {
        (Id, _output) = (id, output);
        _lipSync = new LipSync(options.LipSync);
        Input = new VideoInput(codec, options.Inputs, this);
    }

    public SourceId Id { get; }

    public VideoInput Input { get; }

    public Instant NextDeadline => Instant.Earlier(Input.NextDeadline, _line?.NextDeadline ?? Instant.Never);

    /// <summary>The height at which it is shown at most; 0: nowhere.</summary>
    public int Height { get; private set; }

    public void Show(int height, Instant now)
    {
        if (height == Height)
            return;

        // Whoever begins to send does so with a key frame, so what is asked of him is the stream first.
        Height = height;
        _output.Want(Id, height);
        if (height > 0)
        {
            Input.Show(now);
            return;
        }

        Input.Hide();
        _line?.Clear();
    }

    public void Synchronize(TimeSpan own, TimeSpan voice, Instant now) => _lipSync.Receive(own, voice, now);

    public DropReason Receive(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, Instant now)
    {
        var wait = _lipSync.WaitAt(now);
        if (Height == 0 || (wait == TimeSpan.Zero && _line is null or { IsEmpty: true }))
            return Input.Receive(sequence, timestamp, marker, payload, now);
        if (payload.Length > DelayLine.LongestPayload)
            return DropReason.TooLarge;

        _line ??= new DelayLine();
        if (_line.IsFull)
            TakeOldest(now);

        _line.Put(sequence, timestamp, marker, payload, now + wait);
        return DropReason.None;
    }

    public void Advance(Instant now)
    {
        while (_line?.NextDeadline <= now)
            TakeOldest(now);

        Input.Advance(now);
    }

    public void Dispose() => Input.Dispose();

    void IVideoInputOutput.RequestKeyFrame() => _output.RequestKeyFrame(Id);

    void IVideoInputOutput.Stop(DecodeOutcome reason) => _output.Stopped(Id, reason);

    private void TakeOldest(Instant now)
    {
        _line!.Take(out var sequence, out var timestamp, out var marker, out var payload);
        Input.Receive(sequence, timestamp, marker, payload, now);
    }
}
