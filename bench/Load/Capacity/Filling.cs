namespace Load.Capacity;

/// <summary>
/// Fills a server step by step until a bound is passed. A first filling, by half as many more each time, warms the server and finds about where its end is;
/// the runs that count begin shortly before that and go in eighths of it. What passes a bound is looked at once more after a rest before it counts:
/// a moment in which somebody else had the machine is not its end.
/// </summary>
internal sealed class Filling(ICapacityKind kind, int most, TimeSpan settling, TimeSpan measured)
{
    private readonly List<IReadOnlyList<CapacityStep>> _runs = [];
    private readonly List<CapacityStep> _first = [];
    private readonly List<int> _held = [];
    private int _about;

    public ICapacityKind Kind => kind;

    /// <summary>The filling that does not count.</summary>
    public IReadOnlyList<CapacityStep> First => _first;

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
        _about = await ClimbAsync(kind.Step, kind.Step, units => Math.Max(1, units / 2), _first, "how many about");
    }

    public async Task RunAsync()
    {
        var steps = new List<CapacityStep>();
        var step = Math.Max(1, _about / 8);
        var held = 0;
        for (var begin = Math.Max(1, _about - step); held == 0 && begin > 0; begin /= 2)
            held = await ClimbAsync(0, begin, _ => step, steps, $"run {_runs.Count + 1}");

        _runs.Add(steps);
        _held.Add(held);
    }

    /// <summary>From so many that are there, to the first that are too many; gives back how many were not, and leaves nobody.</summary>
    private async Task<int> ClimbAsync(int there, int next, Func<int, int> step, List<CapacityStep> steps, string what)
    {
        var held = 0;
        for (Ended = $"--most={most}"; next <= most; next += step(next))
        {
            var refused = await kind.GrowAsync(next - there);
            there = next;
            var seen = await LookAsync(refused, what, there);
            if (kind.Bounds.Judge(seen).Length > 0 && refused.Length == 0)
                seen = await LookAsync(refused, $"{what}, once more", there);

            steps.Add(seen);
            if (kind.Bounds.Judge(seen) is { Length: > 0 } why)
            {
                Ended = why;
                break;
            }

            held = there;
        }

        await kind.EmptyAsync();
        return held;
    }

    private async Task<CapacityStep> LookAsync(string refused, string what, int units)
    {
        await Task.Delay(settling);
        var seen = await kind.MeasureAsync(measured, $"{kind.Name}, {what}: {units} ({units * kind.PeopleEach} people)");
        return refused.Length > 0 ? seen with { Refused = refused } : seen;
    }
}
