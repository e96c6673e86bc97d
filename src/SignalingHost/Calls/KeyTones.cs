using Mixer.Audio;
using Protocols.Dtmf;

namespace SignalingHost.Calls;

/// <summary>Keys as a telephone's pad sounds them, for a line that understands nothing else: 160 ms each, 100 ms between; a comma is a second's pause.</summary>
internal sealed class KeyTones(string digits) : ISoundSource
{
    private const int SampleRate = 48_000;
    private const float Amplitude = 0.2f;
    private const int FramesOn = 8;
    private const int FramesOff = 5;
    private const int FramesOfPause = 50;

    private int _digit;
    private int _frame;

    public bool TryRead(Span<float> frame)
    {
        if (_digit >= digits.Length)
            return false;

        frame.Clear();
        var isKey = DtmfDigit.TryFromSymbol(digits[_digit], out var key);
        if (isKey && _frame < FramesOn)
            DtmfTone.Render(key, SampleRate, _frame * frame.Length, Amplitude, frame);
        if (++_frame >= (isKey ? FramesOn + FramesOff : FramesOfPause))
            (_digit, _frame) = (_digit + 1, 0);
        return true;
    }
}
