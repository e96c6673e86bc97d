using System.Runtime.CompilerServices;

namespace Mixer.Audio.Codecs;

/// <summary>G.711 out. It remembers nothing, so any one follows any other.</summary>
internal sealed class G711Encoder(AudioCodec law) : IAudioEncoder
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Encode(ReadOnlySpan<float> pcm, Span<byte> payload)
    {
        if (law == AudioCodec.Pcmu)
        {
            for (var i = 0; i < pcm.Length; i++)
                payload[i] = G711.ToMuLaw(Samples.ToInt16(pcm[i]));
        }
        else
        {
            for (var i = 0; i < pcm.Length; i++)
                payload[i] = G711.ToALaw(Samples.ToInt16(pcm[i]));
        }

        return pcm.Length;
    }

    public void TakeStateOf(IAudioEncoder other)
    {
    }

    public void Dispose()
    {
    }
}
