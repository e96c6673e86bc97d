using System.Globalization;
using Load.Measuring;
using Load.Signalling;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>
/// Minutes at full load, while a receiver leaves and another comes every few seconds: the process must not grow. What it needs at
/// the beginning is not counted, so the first sample is taken after a tenth of the time.
/// </summary>
internal sealed class SoakCommand(LoadRun run)
{
    private const int Publishers = 8;
    private const double MostGrowth = 1.05;
    private const long Slack = 12_000_000;
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _time = TimeSpan.FromMinutes(double.Parse(run.Arguments.Word ?? "10", CultureInfo.InvariantCulture));
    private readonly int _receivers = run.Arguments.Number("receivers", 20);
    private readonly List<(TimeSpan At, long Resident, double Heap, double Pool)> _samples = [];

    public async Task<int> RunAsync()
    {
        await using var rooms = new OurRooms(run.Server, run.Arguments.Text("token", ""));
        var metrics = new ServerMetrics(rooms.Http, run.Server);
        var (picture, sound) = (run.Clips.Vp8(), run.Clips.Opus());
        var publishers = new List<LoadClient>();
        var receivers = new List<LoadClient>();
        Task<LoadClient> Join(LoadClient publisher) =>
            rooms.PlayAsync(run.Loop, "bench", publisher, Participants.Receiving(sound.Codec, picture.Codec));

        for (var i = 0; i < Publishers; i++)
        {
            var publisher = await rooms.PublishAsync(run.Loop, "bench", Participants.Publishing(sound, picture));
            publishers.Add(publisher);
            await run.PlayAsync(publisher, sound, picture);
            receivers.AddRange(await run.ManyAsync(_receivers, $"receivers of publisher {i + 1}", _ => Join(publisher)));
        }

        await run.WaitAsync(TimeSpan.FromSeconds(8), () => "settling");
        var begin = Edge.Clock.Now;
        var staying = receivers.Skip(Publishers).ToList();
        var tally = await Tally.TakeAsync(run.Loop, staying, publishers);
        var before = run.ServerProcess.Read();
        var forwarded = (await metrics.ReadAsync()).ForwardedPackets;
        for (var turn = 0; Edge.Clock.Now - begin < _time; turn++)
        {
            await run.WaitAsync(BetweenSamples, () => $"{(Edge.Clock.Now - begin).TotalMinutes:F1} of {_time.TotalMinutes:F0} minutes, {Describe()}");
            await SampleAsync(metrics, Edge.Clock.Now - begin);
            var leaving = receivers[turn % Publishers];
            await rooms.LeaveAsync(run.Loop, [leaving]);
            receivers[turn % Publishers] = await Join(publishers[0]);
        }

        var use = run.ServerProcess.Read() - before;
        var got = await Tally.TakeAsync(run.Loop, staying, publishers) - tally;
        return Conclude(use, got, (await metrics.ReadAsync()).ForwardedPackets - forwarded);
    }

    private string Describe() => _samples.Count == 0 ? "" : $"RSS {_samples[^1].Resident / 1e6:F0} MB, heap {_samples[^1].Heap / 1e6:F1} MB, pool {_samples[^1].Pool:F0}";

    private async Task SampleAsync(ServerMetrics metrics, TimeSpan at)
    {
        var server = await metrics.ReadAsync();
        var heap = server.Sum("dotnet_gc_last_collection_heap_size_bytes");
        _samples.Add((at, run.ServerProcess.Read().Resident, heap, server.Sum("conference_shard_pool_outstanding")));
    }

    private int Conclude(ProcessUse use, Tally got, double forwarded)
    {
        var counted = _samples.Where(sample => sample.At >= _time / 10).ToList();
        var tenth = Math.Max(1, counted.Count / 10);
        foreach (var sample in counted.Where((_, index) => index % tenth == 0))
            run.Results.Add(("minute", sample.At.TotalMinutes), ("RSS MB", sample.Resident / 1e6), ("heap MB", sample.Heap / 1e6), ("pool", sample.Pool));

        // Few samples say little each, so the beginning and the end are medians.
        var few = Math.Max(1, counted.Count / 5);
        var (start, end) = (counted.Take(few).ToList(), counted.TakeLast(few).ToList());
        var (startResident, endResident) = (start.Select(sample => (double)sample.Resident).Median(), end.Select(sample => (double)sample.Resident).Median());
        var (startHeap, endHeap) = (start.Select(sample => sample.Heap).Median(), end.Select(sample => sample.Heap).Median());
        var (startPool, endPool) = (start.Select(sample => sample.Pool).Median(), end.Select(sample => sample.Pool).Median());
        var isFlat = endResident <= (startResident * MostGrowth) + Slack && endHeap <= (startHeap * MostGrowth) + Slack && endPool <= (startPool * 1.5) + 500;
        run.Results.Facts["packets/s"] = forwarded / use.Elapsed.TotalSeconds;
        run.Results.Facts["of core"] = use.Load;
        run.Finish(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SOAK minutes={_time.TotalMinutes:F0} rss={startResident / 1e6:F0}->{endResident / 1e6:F0}MB heap={startHeap / 1e6:F1}->{endHeap / 1e6:F1}MB pool={startPool:F0}->{endPool:F0} lost={Math.Max(0, got.Lost)} {(isFlat ? "flat" : "GROWING")}"),
            $"{forwarded / use.Elapsed.TotalSeconds:F0} packets/s out, {use.Load:P0} of a core, {got.Repaired} repaired");
        return isFlat && got.Lost <= 0 ? 0 : 1;
    }
}
