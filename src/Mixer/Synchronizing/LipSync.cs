using Protocols;

namespace Mixer.Synchronizing;

/// <summary>
/// How long one of somebody's two streams, his picture or his voice, is kept back so that both come out together. Of each is known how long it takes from capture
/// until it would come out by itself; the faster one waits for the difference. It knows nothing of the other for long: what is not told again is forgotten.
/// </summary>
public sealed class LipSync(LipSyncOptions options)
{
    private TimeSpan _wait;
    private Instant _until = Instant.Zero;

    public TimeSpan WaitAt(Instant now) => now < _until ? _wait : TimeSpan.Zero;

    public void Receive(TimeSpan own, TimeSpan other, Instant now)
    {
        var apart = other - own;
        var wanted = apart.Duration() > options.Believed ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Clamp(apart.Ticks, 0, options.LongestWait.Ticks));
        _wait = WaitAt(now);
        if ((wanted - _wait).Duration() > options.Tolerance)
            _wait = wanted;

        _until = now + options.GoodFor;
    }
}

public sealed record LipSyncOptions
{
    /// <summary>Nobody is kept back longer for the other's sake: a conversation suffers more from delay than from lips that are late.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>So little is not seen, and what moves by so little is left as it is.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Who is so far apart by his own reports has none that are true.</summary>
    public TimeSpan Believed { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan GoodFor { get; init; } = TimeSpan.FromSeconds(5);
}
