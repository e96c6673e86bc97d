using System.Runtime.CompilerServices;

namespace Mixer.Audio.Codecs;

/// <summary>G.711 in; a table look-up for each sample.</summary>
internal sealed class G711Decoder(AudioCodec law) : IAudioDecoder
{
    private static readonly float[] MuLaw = TableOf(G711.FromMuLaw);
    private static readonly float[] ALaw = TableOf(G711.FromALaw);

    private readonly float[] _table = law == AudioCodec.Pcmu ? MuLaw : ALaw;
    private readonly PitchConcealment _concealment = new(8_000);

    public int Duration(ReadOnlySpan<byte> payload) => payload.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Decode(ReadOnlySpan<byte> payload, Span<float> pcm)
    {
        for (var i = 0; i < payload.Length; i++)
            pcm[i] = _table[payload[i]];

        _concealment.Receive(pcm[..payload.Length]);
    }

    public bool TryRecover(ReadOnlySpan<byte> next, Span<float> pcm) => false;

    public void Conceal(Span<float> pcm) => _concealment.Conceal(pcm);

    public void Dispose()
    {
    }

    private static float[] TableOf(Func<byte, short> law) => [.. Enumerable.Range(0, 256).Select(code => law((byte)code) * Samples.Unit)];
}
