using Mixer.Audio.Codecs;
using Mixer.Audio.Resampling;

namespace Mixer.Audio.Mixing;

/// <summary>The way out of the mix for one listener or many: limiter, the codec's rate, encoder.</summary>
internal sealed class EncodedMix(AudioCodec codec, SoundMixOptions options) : IDisposable
{
    private readonly IAudioEncoder _encoder = codec.NewEncoder(options.Opus);
    private readonly Downsampler? _downsampler = codec == AudioCodec.Opus ? null : new Downsampler(codec.SampleRate());
    private Limiter _limiter = new();

    public AudioCodec Codec => codec;

    /// <summary>Encodes 20 ms at 48 kHz; the frame is used up. The payload is good until the next call of anyone with this buffer.</summary>
    public ReadOnlySpan<byte> Encode(Span<float> frame, Span<byte> buffer)
    {
        _limiter.Process(frame);
        if (_downsampler is not null)
        {
            // Each output sample is written where no later one reads: the filter has its own copy of the input.
            _downsampler.Process(frame, frame);
            frame = frame[..(codec.SampleRate() / SoundFrame.PerSecond)];
        }

        return buffer[.._encoder.Encode(frame, buffer)];
    }

    /// <summary>Goes on from where another one of this codec is: who listened to that one hears no break.</summary>
    public void TakeStateOf(EncodedMix other)
    {
        _limiter = other._limiter;
        _encoder.TakeStateOf(other._encoder);
        if (other._downsampler is not null)
            _downsampler?.TakeStateOf(other._downsampler);
    }

    /// <inheritdoc cref="IAudioEncoder.Spare"/>
    public void Spare(bool on) => _encoder.Spare(on);

    public void Dispose() => _encoder.Dispose();
}
