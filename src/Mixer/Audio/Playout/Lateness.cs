using Protocols;

namespace Mixer.Audio.Playout;

/// <summary>
/// Which media time would be arriving at this moment if nothing were late, and how late packets tend to be. "Not late" is the fastest
/// packet of the last five to ten seconds, so that a sender's clock may run faster or slower than ours.
/// </summary>
internal sealed class Lateness(int sampleRate, PlayoutOptions options)
{
    private const int BucketsPerSecond = 200;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    /// <summary>A packet counts for about five seconds at fifty a second.</summary>
    private const float Memory = 0.996f;

    private readonly float[] _shares = new float[(int)(options.LongestDelay.TotalSeconds * BucketsPerSecond) + 1];
    private Instant _origin;
    private Instant _windowEnd;
    private long _fastest;
    private long _fastestBefore;
    private int _count;

    /// <summary>How late those packets come, at worst, that are worth waiting for; in samples.</summary>
    public int Worst { get; private set; } = (int)(options.FirstGuess.TotalSeconds * sampleRate);

    public long MediaTimeAt(Instant now) => Elapsed(now) - Math.Min(_fastest, _fastestBefore);

    public void Reset(long mediaTime, Instant now)
    {
        _origin = now;
        _windowEnd = now + Window;
        _fastest = _fastestBefore = -mediaTime;
        _count = 0;
        Array.Clear(_shares);
        Worst = (int)(options.FirstGuess.TotalSeconds * sampleRate);
    }

    public void Receive(long mediaTime, Instant now)
    {
        if (now >= _windowEnd)
        {
            _windowEnd = now + Window;
            (_fastestBefore, _fastest) = (_fastest, long.MaxValue);
        }

        _fastest = Math.Min(_fastest, Elapsed(now) - mediaTime);
        Count(MediaTimeAt(now) - mediaTime);
    }

    private long Elapsed(Instant now) => (now - _origin).Ticks * sampleRate / TimeSpan.TicksPerSecond;

    private void Count(long late)
    {
        var bucket = Math.Min((int)((late * BucketsPerSecond) + sampleRate - 1) / sampleRate, _shares.Length - 1);

        // The first packets are as good as nothing: until there are some, the guess is one of them.
        _count++;
        var share = Math.Max(1 - Memory, 1f / (_count + 20));
        foreach (ref var other in _shares.AsSpan())
            other *= 1 - share;

        _shares[bucket] += share;
        if (_count < 20)
            return;

        var beyond = (1 - options.WaitedFor) * Math.Min(1, _count / (_count + 20f));
        var worst = _shares.Length - 1;
        for (var sum = _shares[worst]; worst > 0 && sum <= beyond; sum += _shares[worst])
            worst--;

        Worst = worst * sampleRate / BucketsPerSecond;
    }
}
