using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>
/// Who gets which layer of what one receiver watches; one per receiver. It remembers its last answer, so that pictures get worse at
/// once and better only when there has been room to spare for a while. Call it when the estimate, the demands or the layers change,
/// and when <see cref="NextDeadline"/> has come. Allocates only when it meets more tracks than ever before.
/// </summary>
public sealed class BandwidthAllocation(AllocationOptions options)
{
    private readonly ProvenBudget _proven = new(options);
    private readonly Dictionary<int, Held> _held = [];
    private BandwidthDivision.Climber[] _climbers = [];
    private LayerOption[] _steps = [];

    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>What everything he watches would cost in full, headroom included; probing beyond is of no use.</summary>
    public Bitrate Wanted { get; private set; }

    /// <summary>What the last answer costs.</summary>
    public Bitrate Granted { get; private set; }

    /// <param name="budget">The estimate less audio, and less what repairs cost on a lossy path.</param>
    /// <param name="mayBeDip">Delay alone keeps the budget this low.</param>
    /// <param name="grants">One for each demand, in the same place.</param>
    public void Allocate(
        Bitrate budget, bool mayBeDip, ReadOnlySpan<Demand> demands, ReadOnlySpan<LayerOption> layers, Span<Grant> grants, Instant now)
    {
        _proven.Receive(budget, now);
        NextDeadline = _proven.NextDeadline;
        if (_climbers.Length < demands.Length)
        {
            _climbers = new BandwidthDivision.Climber[demands.Length + 4];
            _steps = new LayerOption[_climbers.Length * LayerLadder.MostSteps];
        }

        var climbers = _climbers.AsSpan(0, demands.Length);
        Prepare(budget, mayBeDip ? options.Dip : TimeSpan.Zero, demands, layers, climbers, now);
        BandwidthDivision.Divide(budget, _proven.Now, climbers, _steps);
        Conclude(climbers, grants, now);
        Forget(demands);
    }

    private void Prepare(
        Bitrate budget,
        TimeSpan dip,
        ReadOnlySpan<Demand> demands,
        ReadOnlySpan<LayerOption> layers,
        Span<BandwidthDivision.Climber> climbers,
        Instant now)
    {
        Wanted = Bitrate.Zero;
        for (var i = 0; i < demands.Length; i++)
        {
            ref readonly var demand = ref demands[i];
            var first = i * LayerLadder.MostSteps;
            var ladder = _steps.AsSpan(first, LayerLadder.MostSteps);
            var count = LayerLadder.Build(demand, layers.Slice(demand.FirstLayer, demand.LayerCount), ladder);
            if (count > 0)
                Wanted += ladder[count - 1].Bitrate * options.Headroom;

            var held = _held.TryGetValue(demand.Track, out var known) ? known : Held.Nothing;
            var goesOn = count > 0 && ladder[0].Choice <= held.Choice;
            if (goesOn && budget >= ladder[0].Bitrate * options.Covered)
                _held[demand.Track] = held = held with { CoveredAt = now };

            climbers[i] = new(demand, held.Choice, held.MayRise(now, options.Hold), goesOn && now - held.CoveredAt <= dip, i, first, count);
        }
    }

    private void Conclude(ReadOnlySpan<BandwidthDivision.Climber> climbers, Span<Grant> grants, Instant now)
    {
        Granted = Bitrate.Zero;
        foreach (ref readonly var climber in climbers)
        {
            var step = climber.Level < 0 ? new LayerOption(LayerChoice.None, 0, Bitrate.Zero) : climber.Step(_steps);
            grants[climber.Index] = new Grant(climber.Demand.Track, step.Choice, step.Bitrate, ReasonFor(climber));
            Granted += step.Bitrate;
            Remember(climber, step.Choice, now);
        }
    }

    private void Remember(in BandwidthDivision.Climber climber, LayerChoice choice, Instant now)
    {
        var demand = climber.Demand;
        var before = _held.TryGetValue(demand.Track, out var known) ? known : Held.Nothing;

        // A viewer who makes a picture smaller or hides it may have it back at once, and so may one whose publisher paused; only a
        // lack of bandwidth makes us wait.
        var lowered = choice < before.Choice && demand.WantedHeight >= before.WantedHeight && climber.StepCount > 0;
        var loweredAt = lowered ? now : before.LoweredAt;
        _held[demand.Track] = new Held(choice, demand.WantedHeight, loweredAt, before.Choice.IsNone ? now : before.CoveredAt);
        if (!choice.IsNone && before.CoveredAt < now)
            NextDeadline = Instant.Earlier(NextDeadline, before.CoveredAt + options.Dip);

        if (loweredAt != Instant.Never && now - loweredAt < options.Hold)
            NextDeadline = Instant.Earlier(NextDeadline, loweredAt + options.Hold);
    }

    private void Forget(ReadOnlySpan<Demand> demands)
    {
        if (_held.Count == demands.Length)
            return;

        foreach (var track in _held.Keys)
        {
            var stillWatched = false;
            foreach (ref readonly var demand in demands)
                stillWatched |= demand.Track == track;

            if (!stillWatched)
                _held.Remove(track);
        }
    }

    private static PauseReason ReasonFor(in BandwidthDivision.Climber climber) =>
        climber.Level >= 0 ? PauseReason.None
        : climber.Demand.WantedHeight <= 0 ? PauseReason.NotWanted
        : climber.StepCount == 0 ? PauseReason.NothingSent
        : PauseReason.NoBandwidth;

    /// <param name="CoveredAt">When the budget last covered as much of its smallest step as lets it go on.</param>
    private readonly record struct Held(LayerChoice Choice, int WantedHeight, Instant LoweredAt, Instant CoveredAt)
    {
        public static readonly Held Nothing = new(LayerChoice.None, 0, Instant.Never, Instant.Never);

        public bool MayRise(Instant now, TimeSpan hold) => LoweredAt == Instant.Never || now - LoweredAt >= hold;
    }
}
