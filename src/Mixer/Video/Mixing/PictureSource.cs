using Mixer.Inputs;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Protocols.Codecs;

namespace Mixer.Video.Mixing;

/// <summary>One stream in, and how large it is shown. It is decoded only while it is.</summary>
internal sealed class PictureSource : IVideoInputOutput, IDisposable
{
    private readonly IPictureMixOutput _output;

    public PictureSource(SourceId id, VideoCodec codec, VideoInputOptions options, IPictureMixOutput output)
    {
        (Id, _output) = (id, output);
        Input = new VideoInput(codec, options, this);
    }

    public SourceId Id { get; }

    public VideoInput Input { get; }

    /// <summary>The height at which it is shown at most; 0: nowhere.</summary>
    public int Height { get; private set; }

    public void Show(int height, Protocols.Instant now)
    {
        if (height == Height)
            return;

        // Whoever begins to send does so with a key frame, so what is asked of him is the stream first.
        Height = height;
        _output.Want(Id, height);
        if (height > 0)
            Input.Show(now);
        else
            Input.Hide();
    }

    public void Dispose() => Input.Dispose();

    void IVideoInputOutput.RequestKeyFrame() => _output.RequestKeyFrame(Id);

    void IVideoInputOutput.Stop(DecodeOutcome reason) => _output.Stopped(Id, reason);
}
