namespace Load.Capacity;

/// <summary>
/// Fills a server step by step until a bound is passed. The first run goes in whole steps from nothing; the next begin at two thirds of what
/// the first held and go in smaller steps, because they only have to say how much the end of it strays.
/// </summary>
internal sealed class Filling(ICapacityKind kind, int most)
{
    private readonly List<IReadOnlyList<CapacityStep>> _runs = [];
    private readonly List<int> _held = [];

    public ICapacityKind Kind => kind;

    public IReadOnlyList<IReadOnlyList<CapacityStep>> Runs => _runs;

    /// <summary>In each run, the most that stayed within the bounds.</summary>
    public IReadOnlyList<int> Held => _held;

    /// <summary>Why the last run ended.</summary>
    public string Ended { get; private set; } = "";

    public int Median => _held.Order().ElementAt(_held.Count / 2);

    /// <summary>How far the runs are apart, as a share of their median.</summary>
    public double Spread => Median == 0 ? 0 : (double)(_held.Max() - _held.Min()) / Median;

    /// <summary>The last step of any run that was within the bounds and had as many as the median.</summary>
    public CapacityStep? AtMedian => _runs.SelectMany(run => run).Where(step => step.Units <= Median && kind.Bounds.Judge(step).Length == 0).MaxBy(step => step.Units);

    /// <summary>Caches and our compiler learn what is hot: a machine that has just started is slower, and that is not what is asked.</summary>
    public async Task WarmUpAsync(TimeSpan time)
    {
        await kind.GrowAsync(kind.Step);
        await kind.MeasureAsync(time, $"{kind.Name}: warming up");
        await kind.EmptyAsync();
    }

    public async Task RunAsync(TimeSpan settling, TimeSpan measured)
    {
        var isFirst = _runs.Count == 0;
        var step = isFirst ? kind.Step : Math.Max(1, kind.Step / 2);
        var (units, held, steps) = (0, 0, new List<CapacityStep>());
        var next = isFirst ? step : Math.Max(1, Median * 2 / 3);
        for (Ended = $"--most={most}"; next <= most; next += step)
        {
            var refused = await kind.GrowAsync(next - units);
            units = next;
            await Task.Delay(settling);
            var seen = await kind.MeasureAsync(measured, $"run {_runs.Count + 1}, {kind.Name}: {units} ({units * kind.PeopleEach} people)");
            if (refused.Length > 0)
                seen = seen with { Refused = refused };
            steps.Add(seen);
            if (kind.Bounds.Judge(seen) is { Length: > 0 } why)
            {
                Ended = why;
                break;
            }

            held = units;
        }

        _runs.Add(steps);
        _held.Add(held);
        await kind.EmptyAsync();
    }
}
