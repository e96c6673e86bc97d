using Protocols;

namespace Mixer.Video.Planning;

/// <summary>
/// Says which canvas of a worker is due. Canvases of the same rate tick at different moments of the period, so that a worker never has all its encoding to do at
/// once. A canvas on which nothing changes is encoded a little longer, because an encoder goes on sharpening a still picture, and then sleeps:
/// one picture a second, until it is woken. Ticks that are missed are left out, never made up for.
/// </summary>
public sealed class CanvasTicks(CanvasTickOptions options)
{
    private readonly Dictionary<CanvasId, Canvas> _canvases = [];
    private readonly PriorityQueue<(CanvasId Id, Canvas Canvas), Instant> _due = new();
    private readonly SortedSet<int> _freePlaces = [];

    public Instant NextDeadline
    {
        get
        {
            // What was removed or put off is still in the queue under its old time.
            while (_due.TryPeek(out var first, out var at))
            {
                if (IsCurrent(first, at))
                    return at;
                _due.Dequeue();
            }

            return Instant.Never;
        }
    }

    public int Count => _canvases.Count;

    public int Sleeping => _canvases.Values.Count(canvas => canvas.IsAsleep);

    /// <summary>Ticks that a busy worker was too late for.</summary>
    public long Missed { get; private set; }

    public void Add(CanvasId id, int framesPerSecond, Instant now)
    {
        var place = _freePlaces.Count > 0 ? _freePlaces.Min : _canvases.Count;
        _freePlaces.Remove(place);
        var canvas = new Canvas(place, now);
        _canvases.Add(id, canvas);
        SetRate(id, framesPerSecond, now);
    }

    public void SetRate(CanvasId id, int framesPerSecond, Instant now)
    {
        var canvas = _canvases[id];
        canvas.Period = TimeSpan.FromSeconds(1.0 / framesPerSecond);
        canvas.Phase = canvas.Period * Spread(canvas.Place);
        PutOff(id, canvas, canvas.NextAfter(now));
    }

    public void Remove(CanvasId id)
    {
        if (_canvases.Remove(id, out var canvas))
            _freePlaces.Add(canvas.Place);
        if (_canvases.Count == 0)
            _freePlaces.Clear();
    }

    /// <summary>A canvas whose time has come, the longest overdue first.</summary>
    public bool TryTake(Instant now, out CanvasId id)
    {
        id = default;
        if (NextDeadline > now)
            return false;

        (id, var canvas) = _due.Dequeue();
        var next = canvas.NextAfter(now);
        if (!canvas.IsAsleep)
            Missed += ((next - canvas.Due) / canvas.Period) switch { < 1.5 => 0, var periods => (long)(periods - 0.5) };
        PutOff(id, canvas, next);
        return true;
    }

    /// <summary>What composing said. True: the picture is to be encoded.</summary>
    public bool Composed(CanvasId id, bool changed, Instant now)
    {
        var canvas = _canvases[id];
        if (changed)
            (canvas.ChangedAt, canvas.IsAsleep) = (now, false);

        var sharpens = now - canvas.ChangedAt < options.Sharpening;
        var encode = changed || sharpens || now - canvas.EncodedAt >= options.KeepAlive - (canvas.Period / 2);
        if (encode)
            canvas.EncodedAt = now;
        if (sharpens || changed)
            return encode;

        canvas.IsAsleep = true;

        // A tick comes a little late, so the moment counted from it may lie before a tick that is already past.
        PutOff(id, canvas, canvas.NextAfter(Instant.Later(now, canvas.EncodedAt + options.KeepAlive - canvas.Period)));
        return encode;
    }

    /// <summary>A picture or a scene has come for it: a sleeping canvas is composed at its next tick.</summary>
    public void Wake(CanvasId id, Instant now)
    {
        if (!_canvases.TryGetValue(id, out var canvas) || !canvas.IsAsleep)
            return;

        canvas.IsAsleep = false;
        PutOff(id, canvas, canvas.NextAfter(now));
    }

    private bool IsCurrent((CanvasId Id, Canvas Canvas) entry, Instant at) =>
        _canvases.TryGetValue(entry.Id, out var canvas) && ReferenceEquals(canvas, entry.Canvas) && canvas.Due == at;

    private void PutOff(CanvasId id, Canvas canvas, Instant due)
    {
        if (canvas.Due == due)
            return;

        canvas.Due = due;
        _due.Enqueue((id, canvas), due);
    }

    /// <summary>0, 1/2, 1/4, 3/4, 1/8, … : wherever one stops, the places are spread evenly (van der Corput).</summary>
    private static double Spread(int place)
    {
        var (spread, step) = (0.0, 0.5);
        for (; place > 0; place >>= 1, step /= 2)
            spread += (place & 1) * step;
        return spread;
    }

    private sealed class Canvas(int place, Instant now)
    {
        public int Place => place;

        public TimeSpan Period { get; set; }

        public TimeSpan Phase { get; set; }

        public Instant Due { get; set; } = Instant.Never;

        public Instant ChangedAt { get; set; } = now;

        public Instant EncodedAt { get; set; } = now;

        public bool IsAsleep { get; set; }

        public Instant NextAfter(Instant time)
        {
            var sinceOne = (time.Ticks - Phase.Ticks) % Period.Ticks;
            return new(time.Ticks - sinceOne + (sinceOne < 0 ? 0 : Period.Ticks));
        }
    }
}

public sealed record CanvasTickOptions
{
    /// <summary>A picture that has become still is encoded on for this long.</summary>
    public TimeSpan Sharpening { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Terminals take a stream for lost that is silent for some seconds.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(1);
}
