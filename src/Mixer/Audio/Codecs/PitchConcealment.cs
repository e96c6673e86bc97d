namespace Mixer.Audio.Codecs;

/// <summary>
/// Stands in for lost sound where the codec has nothing of its own: the last pitch period is said again, after 10 ms the last two, then
/// the last three, so that it does not buzz, and it fades out over 60 ms. What comes next is blended in.
/// Invariant: <c>_recent</c> is what was last heard, concealed or not; <c>_before</c> is what was heard before the present loss.
/// </summary>
internal sealed class PitchConcealment(int sampleRate)
{
    private readonly int _shortestLag = sampleRate / 400;
    private readonly int _longestLag = sampleRate * 15 / 1000;
    private readonly int _full = sampleRate / 100;
    private readonly int _gone = sampleRate * 60 / 1000;
    private readonly int _blend = sampleRate * 4 / 1000;
    private readonly float[] _recent = new float[sampleRate * 52 / 1000];
    private readonly float[] _before = new float[sampleRate * 52 / 1000];
    private readonly float[] _cycle = new float[sampleRate * 45 / 1000];
    private readonly float[] _tail = new float[sampleRate / 100];
    private int _lag;
    private int _cycleLength;
    private int _at;
    private int _lost;

    /// <summary>Sound as it was decoded; its beginning is changed when it follows a loss.</summary>
    public void Receive(Span<float> pcm)
    {
        if (_lost > 0)
        {
            var blend = Math.Min(Math.Min(_blend + (_lost * 2 / 5), _tail.Length), pcm.Length);
            Repeat(_tail.AsSpan(0, blend));
            for (var i = 0; i < blend; i++)
            {
                var weight = (i + 1f) / (blend + 1);
                pcm[i] = (pcm[i] * weight) + (_tail[i] * (1 - weight));
            }

            _lost = 0;
        }

        Remember(pcm);
    }

    public void Conceal(Span<float> pcm)
    {
        if (_lost == 0)
            Begin();

        Repeat(pcm);
        Remember(pcm);
    }

    private void Begin()
    {
        _recent.CopyTo(_before, 0);
        var window = _longestLag;
        _lag = PitchSearch.BestLag(_before, _before.Length - window, window, _shortestLag, _longestLag, direction: -1, out _);
        BuildCycle(periods: 1, next: 1);
    }

    /// <summary>The last periods, their end bent towards what comes before the next cycle's beginning, so that no joint is heard.</summary>
    private void BuildCycle(int periods, int next)
    {
        _cycleLength = periods * _lag;
        _at = 0;
        var end = _before.Length;
        _before.AsSpan(end - _cycleLength).CopyTo(_cycle);
        var bend = Math.Min(_lag / 4, end - (next * _lag));
        for (var i = 1; i <= bend; i++)
        {
            var weight = (bend - i + 1f) / (bend + 1);
            ref var sample = ref _cycle[_cycleLength - i];
            sample = (sample * (1 - weight)) + (_before[end - (next * _lag) - i] * weight);
        }
    }

    private void Repeat(Span<float> pcm)
    {
        for (var i = 0; i < pcm.Length; i++)
        {
            if (_at == _cycleLength)
                BuildCycle(PeriodsAt(_lost), PeriodsAt(_lost + (PeriodsAt(_lost) * _lag)));

            var gain = _lost < _full ? 1 : _lost < _gone ? (float)(_gone - _lost) / (_gone - _full) : 0;
            pcm[i] = _cycle[_at++] * gain;
            _lost++;
        }
    }

    private int PeriodsAt(int lost) => Math.Clamp(1 + (lost / _full), 1, 3);

    private void Remember(ReadOnlySpan<float> pcm)
    {
        if (pcm.Length >= _recent.Length)
        {
            pcm[^_recent.Length..].CopyTo(_recent);
            return;
        }

        _recent.AsSpan(pcm.Length).CopyTo(_recent);
        pcm.CopyTo(_recent.AsSpan(_recent.Length - pcm.Length));
    }
}
