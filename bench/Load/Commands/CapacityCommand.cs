using System.Globalization;
using Load.Capacity;
using Load.Sip;

namespace Load.Commands;

/// <summary>
/// Fills the machine, kind by kind, until what people get is no longer what it should be: meetings of browsers (forwarded), of browsers and terminals
/// (mixed), of telephones. Several runs, because one figure without its spread says little.
/// </summary>
internal sealed class CapacityCommand(LoadRun run)
{
    private const int MostTerminals = 1_000;

    private readonly TimeSpan _settling = TimeSpan.FromSeconds(run.Arguments.Number("settling", 2));
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 3));
    private readonly int _runs = run.Arguments.Number("runs", 3);
    private readonly int _most = run.Arguments.Number("most", 200);
    private readonly string _only = run.Arguments.Text("only", "");

    public async Task<int> RunAsync()
    {
        using var accounts = new SipAccounts(run.Server, run.Arguments["admin-password"]);
        await accounts.LogInAsync();
        var fillings = new List<Filling>();
        if (IsWanted("forwarded"))
        {
            await using var meetings = new ForwardedMeetings(run, run.Arguments.Number("size", 10), run.Arguments.Number("pictures", 4));
            fillings.Add(await FillAsync(meetings));
        }

        var numbers = IsWanted("mixed") || IsWanted("telephones")
            ? await accounts.CreateAsync(run.Arguments.Number("terminals", MostTerminals), made => run.Progress.Say($"{made} accounts of terminals"))
            : [];
        if (IsWanted("mixed"))
        {
            await using var meetings = new MixedMeetings(
                run, accounts, numbers, run.Arguments.Number("mixed-browsers", 6), run.Arguments.Number("mixed-terminals", 2), run.Arguments.Number("pictures", 4), run.Clips.H264("640x360", 500));
            fillings.Add(await FillAsync(meetings));
        }

        if (IsWanted("telephones"))
        {
            using var meetings = new Calls(run, accounts, numbers, run.Arguments.Number("calls-size", 20), clip: null);
            fillings.Add(await FillAsync(meetings));
        }

        Conclude(fillings);
        return fillings.TrueForAll(filling => filling.Median > 0) ? 0 : 1;
    }

    private bool IsWanted(string kind) => _only.Length == 0 || _only.Split(',').Contains(kind, StringComparer.Ordinal);

    private async Task<Filling> FillAsync(ICapacityKind kind)
    {
        var filling = new Filling(kind, _most, _settling, _measured);
        await filling.WarmUpAsync(TimeSpan.FromSeconds(run.Arguments.Number("warm-up", 10)));
        Show(kind, "first", filling.First);
        for (var i = 0; i < _runs; i++)
        {
            await filling.RunAsync();
            Show(kind, $"{i + 1}", filling.Runs[^1]);
            run.Results.Facts[$"{kind.Name} run {i + 1}"] = $"{filling.Held[^1]} meetings; ended by {filling.Ended}";
        }

        return filling;
    }

    private void Show(ICapacityKind kind, string which, IReadOnlyList<CapacityStep> steps)
    {
        foreach (var step in steps)
        {
            run.Results.Add(
                ("kind", kind.Name), ("run", which), ("meetings", step.Units), ("people", step.People), ("cores", step.Cpu), ("p99 ms", step.Delay.TotalMilliseconds),
                ("lost %", 100 * step.Loss), ("packets/s", step.PacketsPerSecond), ("RSS MB", step.MemoryMegabytes), ("given up", step.GivenUp), ("load busy", step.LoadBusy), ("full by", kind.Bounds.Judge(step)));
        }
    }

    private void Conclude(IReadOnlyList<Filling> fillings)
    {
        var lines = new List<string> { "", "This machine holds, on the server's cores:" };
        foreach (var filling in fillings)
        {
            var (kind, at) = (filling.Kind, filling.AtMedian);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"  {filling.Median * kind.PeopleEach,5} people  {filling.Median,4} {kind.What}"));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"               {at?.Cpu:F2} cores, delay {at?.Delay.TotalMilliseconds:F0} ms (99 %; {kind.Delay}), {at?.PacketsPerSecond:F0} packets/s, {at?.MemoryMegabytes:F0} MB; ended by: {filling.Ended} (bounds: {100 * kind.Bounds.Loss:G2} % lost, {kind.Bounds.Delay.TotalMilliseconds:F0} ms); runs {string.Join(", ", filling.Held)}, {filling.Spread:P0} apart"));
        }

        run.Results.Picture = CapacityPlot.Draw($"What this machine holds, {run.Arguments.Text("server-cores", "1")} of its cores for the server", fillings);
        run.Finish($"CAPACITY {string.Join(' ', fillings.Select(filling => string.Create(CultureInfo.InvariantCulture, $"{filling.Kind.Name}={filling.Median * filling.Kind.PeopleEach}±{filling.Spread / 2:P0}").Replace(" %", "%", StringComparison.Ordinal)))}", lines);
    }
}
