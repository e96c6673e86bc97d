using System.Runtime.CompilerServices;

namespace Mixer.Audio.Codecs;

/// <summary>G.722 at 64 kbit/s out (ITU-T G.722 §3): six bits for the lower half of the band, two for the upper.</summary>
internal sealed class G722Encoder : IAudioEncoder
{
    private G722Mirror _mirror;
    private G722Band _low = new(step: 32);
    private G722Band _high = new(step: 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Encode(ReadOnlySpan<float> pcm, Span<byte> payload)
    {
        for (var i = 0; i < pcm.Length / 2; i++)
            payload[i] = Encode(Samples.ToInt16(pcm[2 * i]), Samples.ToInt16(pcm[(2 * i) + 1]));

        return pcm.Length / 2;
    }

    public void TakeStateOf(IAudioEncoder other)
    {
        var from = (G722Encoder)other;
        (_mirror, _low, _high) = (from._mirror, from._low, from._high);
    }

    public void Dispose()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal byte Encode(int first, int second)
    {
        var (earlier, later) = _mirror.Filter(first, second);
        var low = LowCode(G722Band.Saturate(((later + earlier) >> 14) - _low.Prediction), _low.Step);
        var high = HighCode(G722Band.Saturate(((later - earlier) >> 14) - _high.Prediction), _high.Step);
        _low.AdaptLow(low);
        _high.AdaptHigh(high);
        return (byte)((high << 6) | low);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int LowCode(int error, int step)
    {
        // ~error is |error| - 1, so that both sides of zero are as wide.
        var magnitude = error >= 0 ? error : ~error;
        var (inside, outside) = (0, G722Tables.LowDecisions.Length);
        while (outside - inside > 1)
        {
            var middle = (inside + outside) / 2;
            if (magnitude < (G722Tables.LowDecisions[middle] * step) >> 12)
                outside = middle;
            else
                inside = middle;
        }

        // Levels from the middle outwards: 61, 60 … 32 for positive errors; 63, 62, 31, 30 … 4 for negative ones.
        return error >= 0 ? 61 - inside : inside < 2 ? 63 - inside : 33 - inside;
    }

    private static int HighCode(int error, int step)
    {
        var isOuter = (error >= 0 ? error : ~error) >= (G722Tables.HighDecision * step) >> 12;
        return error >= 0 ? isOuter ? 2 : 3 : isOuter ? 0 : 1;
    }
}
