using Mixer.Video.Planning;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>How busy one picture thread is, second by second, and what it gives up when that is too much.</summary>
internal sealed class PictureLoad(LoadSheddingOptions options, Instant begun)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly LoadShedding _shedding = new(options);
    private Instant _windowBegan = begun;
    private TimeSpan _busyInWindow;

    public TimeSpan Busy { get; private set; }

    public ShedStep Step => _shedding.Step;

    public MixLimits Limits => _shedding.Limits;

    /// <summary>One turn of the thread. True: other limits hold now.</summary>
    public bool Receive(Instant from, Instant to)
    {
        Busy += to - from;
        _busyInWindow += to - from;
        var window = to - _windowBegan;
        if (window < Window)
            return false;

        var load = _busyInWindow / window;
        (_windowBegan, _busyInWindow) = (to, TimeSpan.Zero);
        return _shedding.Receive(load, to);
    }
}
