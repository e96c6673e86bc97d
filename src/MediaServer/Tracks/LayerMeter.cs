using Protocols;

namespace MediaServer.Tracks;

/// <summary>Bytes per second of each spatial and temporal layer, over the last one to two half-second windows.</summary>
internal sealed class LayerMeter(int spatials, int temporals)
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private readonly int[] _current = new int[spatials * temporals];
    private readonly int[] _previous = new int[spatials * temporals];
    private Instant _windowStart;
    private TimeSpan _previousLength;

    public int HighestSpatial { get; private set; }

    public int HighestTemporal { get; private set; }

    public void Add(int spatial, int temporal, int bytes, Instant now)
    {
        Turn(now);
        spatial = Math.Min(spatial, spatials - 1);
        temporal = Math.Min(temporal, temporals - 1);
        _current[(spatial * temporals) + temporal] += bytes;
        HighestSpatial = Math.Max(HighestSpatial, spatial);
        HighestTemporal = Math.Max(HighestTemporal, temporal);
    }

    public Bitrate RateUpTo(int spatial, int temporal, Instant now)
    {
        Turn(now);
        long bytes = 0;
        for (var s = 0; s <= Math.Min(spatial, spatials - 1); s++)
        {
            for (var t = 0; t <= Math.Min(temporal, temporals - 1); t++)
                bytes += _current[(s * temporals) + t] + _previous[(s * temporals) + t];
        }

        // A stream that has just begun is not yet measured: its first packets say nothing over less than a window.
        var measured = _previousLength + (now - _windowStart);
        return Bitrate.Of(bytes, measured < Window ? Window : measured);
    }

    private void Turn(Instant now)
    {
        var age = now - _windowStart;
        if (age < Window)
            return;

        var stale = age >= Window * 2;
        _previousLength = stale ? TimeSpan.Zero : age;
        if (stale)
            Array.Clear(_previous);
        else
            _current.CopyTo(_previous, 0);

        Array.Clear(_current);
        _windowStart = now;
    }
}
