using System.Runtime.CompilerServices;

namespace Mixer.Audio.Codecs;

/// <summary>G.722 at 64 kbit/s in (ITU-T G.722 §4).</summary>
internal sealed class G722Decoder : IAudioDecoder
{
    private readonly PitchConcealment _concealment = new(16_000);
    private G722Mirror _mirror;
    private G722Band _low = new(step: 32);
    private G722Band _high = new(step: 8);

    public int Duration(ReadOnlySpan<byte> payload) => payload.Length * 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Decode(ReadOnlySpan<byte> payload, Span<float> pcm)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            var (first, second) = Decode(payload[i]);
            pcm[2 * i] = first * Samples.Unit;
            pcm[(2 * i) + 1] = second * Samples.Unit;
        }

        _concealment.Receive(pcm[..(payload.Length * 2)]);
    }

    public bool TryRecover(ReadOnlySpan<byte> next, Span<float> pcm) => false;

    public void Conceal(Span<float> pcm) => _concealment.Conceal(pcm);

    public void Dispose()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal (int First, int Second) Decode(byte code)
    {
        var (low, high) = (code & 0x3F, code >> 6);
        var lower = Limit(_low.Prediction + ((_low.Step * G722Tables.Low64[low]) >> 15));
        var upper = Limit(_high.Prediction + ((_high.Step * G722Tables.High4[high]) >> 15));
        _low.AdaptLow(low);
        _high.AdaptHigh(high);
        var (earlier, later) = _mirror.Filter(lower + upper, lower - upper);
        return (G722Band.Saturate(later >> 11), G722Band.Saturate(earlier >> 11));
    }

    // Fifteen bits are what the mirror filter can take without overflow (§4.2).
    private static int Limit(int value) => Math.Clamp(value, -16_384, 16_383);
}
