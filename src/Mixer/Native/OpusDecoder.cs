using Mixer.Audio;
using Mixer.Audio.Codecs;

namespace Mixer.Native;

/// <summary>Opus in, at 48 kHz; two channels come out as one. Losses are the library's own matter.</summary>
internal sealed unsafe class OpusDecoder : IAudioDecoder
{
    private const int SampleRate = 48_000;
    private const int Channels = 1;

    /// <summary>120 ms, the longest payload there is (RFC 6716 §2.1.4).</summary>
    private const int Longest = 5760;

    private readonly OpusState _state = new(LibOpus.opus_decoder_get_size(Channels));

    public OpusDecoder() => OpusState.Check(LibOpus.opus_decoder_init(_state, SampleRate, Channels));

    public int Duration(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return 0;

        fixed (byte* from = payload)
            return Math.Clamp(LibOpus.opus_packet_get_nb_samples(from, payload.Length, SampleRate), 0, Longest);
    }

    public void Decode(ReadOnlySpan<byte> payload, Span<float> pcm) => Decode(payload, pcm, fec: 0);

    public bool TryRecover(ReadOnlySpan<byte> next, Span<float> pcm)
    {
        Decode(next, pcm, fec: 1);
        return true;
    }

    public void Conceal(Span<float> pcm) => Decode([], pcm, fec: 0);

    public void Dispose() => _state.Dispose();

    private void Decode(ReadOnlySpan<byte> payload, Span<float> pcm, int fec)
    {
        int decoded;
        fixed (byte* from = payload)
        fixed (float* to = pcm)
            decoded = LibOpus.opus_decode_float(_state, from, payload.Length, to, pcm.Length, fec);

        // What came over the network may be anything: a payload that the library refuses is silence, and what it makes of noise is bounded.
        pcm[Math.Max(decoded, 0)..].Clear();
        Samples.Bound(pcm);
    }
}
