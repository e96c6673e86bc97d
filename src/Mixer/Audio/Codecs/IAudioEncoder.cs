namespace Mixer.Audio.Codecs;

/// <summary>Makes payloads of 20 ms of samples (-1 … 1, at the codec's own rate).</summary>
internal interface IAudioEncoder : IDisposable
{
    int Encode(ReadOnlySpan<float> pcm, Span<byte> payload);

    /// <summary>
    /// Goes on from where another encoder of this codec is, so that a decoder that has followed that one can follow this one without a break.
    /// </summary>
    void TakeStateOf(IAudioEncoder other);

    /// <summary>Whether to spare computing at some cost of quality, where there is any to spare.</summary>
    void Spare(bool on)
    {
    }
}
