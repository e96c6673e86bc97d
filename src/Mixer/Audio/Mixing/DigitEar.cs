using Protocols;
using Protocols.Dtmf;

namespace Mixer.Audio.Mixing;

/// <summary>
/// Listens to one voice for keys, and holds its sound back by 20 ms meanwhile, so that a tone is known before anybody hears it.
/// </summary>
internal sealed class DigitEar(int sampleRate)
{
    /// <summary>Quiet for as long as a tone is suspected, 40 ms more, and as long as the sound is held back.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40) + SoundFrame.Duration;

    private readonly DtmfToneDetector _detector = new(sampleRate);
    private readonly float[] _held = new float[sampleRate / SoundFrame.PerSecond];

    public Instant QuietUntil { get; private set; } = Instant.Zero;

    /// <summary>Takes the next 20 ms in and gives those before them out; fills in the digits that were recognised.</summary>
    public int Receive(Span<float> frame, Span<DtmfDigit> digits, Instant now)
    {
        var count = _detector.Receive(frame, digits);
        if (_detector.IsSuspicious)
            QuietUntil = now + Quiet;

        for (var i = 0; i < frame.Length; i++)
            (frame[i], _held[i]) = (_held[i], frame[i]);

        return count;
    }
}
