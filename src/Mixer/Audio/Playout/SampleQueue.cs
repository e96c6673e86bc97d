using System.Runtime.CompilerServices;

namespace Mixer.Audio.Playout;

/// <summary>Decoded samples in the order of being heard. Its sound can be made a pitch period shorter or longer without anybody noticing.</summary>
internal sealed class SampleQueue(int sampleRate)
{
    private readonly int _shortestLag = sampleRate / 400;
    private readonly int _longestLag = sampleRate / 80;
    private readonly int _window = sampleRate / 100;
    private readonly float[] _samples = new float[sampleRate / 4];

    /// <summary>Sound softer than this is silence, of which any stretch is like any other.</summary>
    private readonly float _silence = sampleRate / 100 * 1e-5f;

    public int Count { get; private set; }

    /// <summary>So many samples must be here for <see cref="TryShorten"/> to have the whole choice.</summary>
    public int ForShortening => 2 * _longestLag + _window;

    public Span<float> Append(int count)
    {
        var added = _samples.AsSpan(Count, count);
        Count += count;
        return added;
    }

    public void DropNewest(int count) => Count -= count;

    /// <summary>Drops the oldest of those that were appended last.</summary>
    public void DropBeginningOf(int appended, int count)
    {
        var start = Count - appended;
        _samples.AsSpan(start + count, appended - count).CopyTo(_samples.AsSpan(start));
        Count -= count;
    }

    public void Clear() => Count = 0;

    public void Take(Span<float> frame)
    {
        _samples.AsSpan(0, frame.Length).CopyTo(frame);
        Remove(frame.Length);
    }

    /// <summary>Takes one pitch period out if none will miss it, and says how many samples that were.</summary>
    public int TryShorten(float leastLikeness)
    {
        if (!TryFindLag(leastLikeness, out var lag))
            return 0;

        Blend(_samples.AsSpan(0, lag), _samples.AsSpan(lag, lag), _samples.AsSpan(lag, lag));
        Remove(lag);
        return lag;
    }

    /// <summary>Says one pitch period twice if it can be, and says how many samples that were.</summary>
    public int TryLengthen(float leastLikeness)
    {
        if (!TryFindLag(leastLikeness, out var lag))
            return 0;

        _samples.AsSpan(lag, Count - lag).CopyTo(_samples.AsSpan(2 * lag));
        Count += lag;
        Blend(_samples.AsSpan(2 * lag, lag), _samples.AsSpan(0, lag), _samples.AsSpan(lag, lag));
        return lag;
    }

    private bool TryFindLag(float leastLikeness, out int lag)
    {
        lag = 0;
        var longest = Math.Min(_longestLag, (Count - _window) / 2);
        if (longest < _shortestLag)
            return false;

        lag = PitchSearch.BestLag(_samples.AsSpan(0, Count), 0, _window, _shortestLag, longest, direction: 1, out var likeness);
        return likeness >= leastLikeness || Samples.Energy(_samples.AsSpan(0, lag + _window)) < _silence;
    }

    private void Remove(int count)
    {
        _samples.AsSpan(count, Count - count).CopyTo(_samples);
        Count -= count;
    }

    /// <summary>From all of <paramref name="from"/> to all of <paramref name="to"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blend(ReadOnlySpan<float> from, ReadOnlySpan<float> to, Span<float> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            var weight = (i + 0.5f) / into.Length;
            into[i] = (from[i] * (1 - weight)) + (to[i] * weight);
        }
    }
}
