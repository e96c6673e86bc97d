using System.Numerics;
using System.Runtime.InteropServices;

namespace Protocols.Dtmf;

/// <summary>
/// Hears digits in sound at 8 or 16 kHz (ITU-T Q.24): tones of 40 ms and more, gaps of 20 ms and more, frequencies within 1.5 %, the
/// column's tone up to 4 dB louder and 8 dB softer than the row's. Blocks of 12.75 ms begin every 4.25 ms; five in a row with the
/// same digit are a press, five without it end it. Speech is told apart by what a keypad does not send: energy elsewhere,
/// tones between the keys' frequencies, second harmonics.
/// </summary>
public sealed class DtmfToneDetector
{
    private const int Hits = 5;
    private const int Misses = 5;

    /// <summary>So many hits make it likely enough to keep the sound from others until it is known.</summary>
    private const int SuspicionHits = 2;

    // The 8 and 4 dB of Q.24 and one or two more, because the louder tone leaks into the measurement of the softer one.
    private const float RowLouder = 10.5f;
    private const float ColumnLouder = 3.16f;
    private const float OverOthers = 4.0f;
    private const float ShareOfAll = 0.68f;
    private const float SecondHarmonic = 0.10f;
    private const float Resolution = 75;

    /// <summary>-42 dB below full scale: the softest tone that Q.24 asks for, with something to spare.</summary>
    private const float Softest = 6.3e-5f;

    /// <summary>Half way to here lies the frequency that is not a key's any more: 2.25 % off.</summary>
    private const float Beside = 0.045f;

    private const int Keys = 8;
    private const int Probes = 24;

    private readonly int _block;
    private readonly int _hop;
    private readonly int _sampleRate;
    private readonly float[] _turns = new float[Probes];
    private readonly float[] _powers = new float[Probes];
    private readonly float[] _sound;
    private int _filled;
    private DtmfDigit _candidate;
    private int _hits;
    private int _misses;
    private bool _isDown;

    public DtmfToneDetector(int sampleRate)
    {
        _sampleRate = sampleRate;
        _block = sampleRate * 51 / 4000;
        _hop = _block / 3;
        _sound = new float[_block];
        for (var key = 0; key < Keys; key++)
        {
            var frequency = FrequencyOf(key);
            _turns[key] = TurnOf(frequency);
            _turns[Keys + key] = TurnOf(frequency * (1 - Beside));
            _turns[(2 * Keys) + key] = TurnOf(frequency * (1 + Beside));
        }
    }

    /// <summary>A digit's tone is being heard now, or what may well be one.</summary>
    public bool IsSuspicious => _isDown || _hits >= SuspicionHits;

    /// <summary>A digit's tone is being heard now.</summary>
    public bool IsDown => _isDown;

    /// <summary>Listens on, and fills in the digits that were recognised; there is room for all that fit into that time.</summary>
    public int Receive(ReadOnlySpan<float> sound, Span<DtmfDigit> digits)
    {
        var count = 0;
        while (!sound.IsEmpty)
        {
            var take = Math.Min(sound.Length, _block - _filled);
            sound[..take].CopyTo(_sound.AsSpan(_filled));
            _filled += take;
            sound = sound[take..];
            if (_filled < _block)
                break;

            if (Count(LookAtBlock()) && count < digits.Length)
                digits[count++] = _candidate;

            _sound.AsSpan(_hop).CopyTo(_sound);
            _filled -= _hop;
        }

        return count;
    }

    /// <summary>True when this block makes it a press.</summary>
    private bool Count(DtmfDigit? heard)
    {
        if (heard == _candidate && heard is not null)
        {
            _misses = 0;
            _hits++;
            if (_isDown || _hits < Hits)
                return false;

            _isDown = true;
            return true;
        }

        if (_isDown && ++_misses < Misses)
            return false;

        (_isDown, _misses, _hits) = (false, 0, 0);
        if (heard is not { } digit)
            return false;

        (_candidate, _hits) = (digit, 1);
        return false;
    }

    private DtmfDigit? LookAtBlock()
    {
        var energy = 0f;
        foreach (var sample in _sound)
            energy += sample * sample;

        if (energy < Softest * _block)
            return null;

        Probe();
        var row = Loudest(0);
        var column = Loudest(4);
        var (rowPower, columnPower) = (_powers[row], _powers[column]);
        if (rowPower > columnPower * RowLouder || columnPower > rowPower * ColumnLouder)
            return null;
        if (!StandsOut(row, 0) || !StandsOut(column, 4) || !IsOnKey(row) || !IsOnKey(column))
            return null;

        // A pure tone of amplitude a has the power (a N / 2)² here and the energy a² N / 2.
        if (rowPower + columnPower < ShareOfAll * energy * _block / 2)
            return null;

        return HasHarmonic(row, column) || HasHarmonic(column, row) ? null : DtmfTone.DigitAt(row, column - 4);
    }

    /// <summary>A voice has harmonics. One that lies this near to the other tone cannot be told from it in so short a block.</summary>
    private bool HasHarmonic(int key, int other)
    {
        var harmonic = 2 * FrequencyOf(key);
        return MathF.Abs(harmonic - FrequencyOf(other)) > Resolution && PowerOf(harmonic) > _powers[key] * SecondHarmonic;
    }

    private int Loudest(int group)
    {
        var loudest = group;
        for (var key = group + 1; key < group + 4; key++)
        {
            if (_powers[key] > _powers[loudest])
                loudest = key;
        }

        return loudest;
    }

    private bool StandsOut(int loudest, int group)
    {
        for (var key = group; key < group + 4; key++)
        {
            if (key != loudest && _powers[key] * OverOthers > _powers[loudest])
                return false;
        }

        return true;
    }

    private bool IsOnKey(int key) => _powers[key] > _powers[Keys + key] && _powers[key] > _powers[(2 * Keys) + key];

    /// <summary>Goertzel's recursion for all frequencies side by side.</summary>
    private void Probe()
    {
        var turns = MemoryMarshal.Cast<float, Vector<float>>(_turns);
        var powers = MemoryMarshal.Cast<float, Vector<float>>(_powers.AsSpan());
        for (var lane = 0; lane < turns.Length; lane++)
        {
            var (last, before, turn) = (Vector<float>.Zero, Vector<float>.Zero, turns[lane]);
            foreach (var sample in _sound)
                (before, last) = (last, new Vector<float>(sample) + (turn * last) - before);

            powers[lane] = (last * last) + (before * before) - (turn * last * before);
        }
    }

    private float PowerOf(float frequency)
    {
        var turn = TurnOf(frequency);
        var (last, before) = (0f, 0f);
        foreach (var sample in _sound)
            (before, last) = (last, sample + (turn * last) - before);

        return (last * last) + (before * before) - (turn * last * before);
    }

    private float TurnOf(float frequency) => 2 * MathF.Cos(MathF.Tau * frequency / _sampleRate);

    private static float FrequencyOf(int key) => key < 4 ? DtmfTone.Rows[key] : DtmfTone.Columns[key - 4];
}
