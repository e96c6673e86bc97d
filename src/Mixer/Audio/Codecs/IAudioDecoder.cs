namespace Mixer.Audio.Codecs;

/// <summary>Makes samples (-1 … 1, at the codec's own rate) of payloads, and something bearable of missing ones.</summary>
internal interface IAudioDecoder : IDisposable
{
    /// <summary>How many samples the payload holds; 0 if it is none of this codec's.</summary>
    int Duration(ReadOnlySpan<byte> payload);

    /// <summary>Fills in exactly <see cref="Duration"/> samples.</summary>
    void Decode(ReadOnlySpan<byte> payload, Span<float> pcm);

    /// <summary>Fills in the sound before <paramref name="next"/> by what that payload repeats of it, if it does.</summary>
    bool TryRecover(ReadOnlySpan<byte> next, Span<float> pcm);

    /// <summary>Fills in what may have been there. The length is a multiple of 2.5 ms.</summary>
    void Conceal(Span<float> pcm);
}
