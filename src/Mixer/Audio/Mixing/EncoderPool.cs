using Mixer.Audio.Codecs;

namespace Mixer.Audio.Mixing;

/// <summary>Encoders that nobody uses at the moment, by codec. Who begins to speak gets one as good as new without the heap being asked.</summary>
internal sealed class EncoderPool(SoundMixOptions options) : IDisposable
{
    private readonly Stack<EncodedMix>[] _free = [.. Enum.GetValues<AudioCodec>().Select(_ => new Stack<EncodedMix>(capacity: 16))];
    private readonly EncodedMix?[] _pristine = new EncodedMix?[Enum.GetValues<AudioCodec>().Length];

    public EncodedMix Rent(AudioCodec codec)
    {
        if (!_free[(int)codec].TryPop(out var encoder))
            return new EncodedMix(codec, options);

        encoder.TakeStateOf(_pristine[(int)codec] ??= new EncodedMix(codec, options));
        return encoder;
    }

    public void Return(EncodedMix encoder) => _free[(int)encoder.Codec].Push(encoder);

    public void Dispose()
    {
        foreach (var pristine in _pristine)
            pristine?.Dispose();

        foreach (var free in _free)
        {
            while (free.TryPop(out var encoder))
                encoder.Dispose();
        }
    }
}
