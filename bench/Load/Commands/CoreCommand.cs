using System.Diagnostics;
using System.Globalization;
using Load.Edge;
using Load.Measuring;
using Load.Signalling;
using Load.Streams;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>
/// What one forwarded packet costs the server: one publisher of 1200-byte video, 200 receivers with a key each, everything kept
/// that is always kept. Bursts are far enough apart that only what a burst holds comes together at a receiver. A few receivers
/// get everything and look at it; the packets of the others are dropped at the load's end of the cable, and they report as if
/// they had come. Beside it, by turns, what the kernel alone asks for the same datagrams.
/// </summary>
internal sealed class CoreCommand(LoadRun run)
{
    // So that a packet has 1200 bytes on its way out, with header, extensions and tag.
    private const int PayloadLength = 1_160;

    private static readonly (int Run, int BurstsPerSecond, double Bar)[] Cases = [(1, 400, 3_600), (4, 200, 1_200), (8, 120, 900)];

    private readonly int _receivers = run.Arguments.Number("receivers", 200);
    private readonly int _verifying = run.Arguments.Number("verifying", 4);
    private readonly int _passes = run.Arguments.Number("passes", 3);
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 4));
    private readonly List<(int Run, double Ours, double Floor)> _figures = [];
    private long _lost;

    public async Task<int> RunAsync()
    {
        await using var rooms = new OurRooms(run.Server, run.Arguments.Text("token", ""));
        var metrics = new ServerMetrics(rooms.Http, run.Server);
        var clips = Cases.ToDictionary(one => one.Run, one => ClipLibrary.Synthetic(PayloadLength, one.Run, one.BurstsPerSecond));
        run.Loop.Sending.UseSegmentation = true;
        var publisher = await rooms.PublishAsync(run.Loop, "bench", Participants.Publishing(clips[8]));
        await run.PlayAsync(publisher, ClipLibrary.Synthetic(PayloadLength, 1, 60));
        await Task.Delay(300);
        var verifying = await JoinAsync(rooms, publisher, _verifying, "verifying receivers");
        var mirrored = await JoinAsync(rooms, publisher, _receivers - _verifying, "receivers");

        // All receive really until the server has found out how much it may send them.
        foreach (var size in new[] { 1, 4, 8 })
        {
            await run.Loop.Do(() => publisher.Players[0].Play(clips[size]));
            await run.WaitAsync(TimeSpan.FromSeconds(run.Arguments.Number("settling", 36)) / 3, () => "letting bandwidth be found");
        }

        await MirrorAsync(verifying[0], mirrored, metrics);
        for (var pass = 0; pass < _passes; pass++)
        {
            foreach (var (size, bursts, _) in Cases)
            {
                var floor = FloorOf(size, mirrored);
                await run.Loop.Do(() => publisher.Players[0].Play(clips[size]));
                await run.WaitAsync(TimeSpan.FromSeconds(2), () => $"{size} together, pass {pass + 1}: settling");
                await MeasureAsync(pass, size, bursts, floor, publisher, verifying, metrics);
            }
        }

        return Conclude(mirrored.Sum(client => client.Mirror!.Corrections));
    }

    private Task<IReadOnlyList<LoadClient>> JoinAsync(OurRooms rooms, LoadClient publisher, int count, string what) =>
        run.ManyAsync(count, what, _ => rooms.PlayAsync(run.Loop, "bench", publisher, Participants.Receiving(CodecChoice.Vp8)));

    private async Task<string> ExplainAsync(ServerMetrics metrics, LoadClient watched)
    {
        var tally = await Tally.TakeAsync(run.Loop, [watched]);
        var server = await metrics.ReadAsync();
        return $"The watched one got {tally.Packets} packets; the server forwarded {server.ForwardedPackets} and dropped "
            + string.Join(", ", server.DropsSince(MetricsSnapshot.Empty).Select(drop => $"{drop.Packets} as {drop.Reason}"));
    }

    private async Task MirrorAsync(LoadClient watched, IReadOnlyList<LoadClient> mirrored, ServerMetrics metrics)
    {
        await run.Loop.Do(() =>
        {
            foreach (var client in mirrored)
                watched.Mirrors.Add(client.Mirror = new Mirror(client.Native));
        });
        await run.WaitAsync(TimeSpan.FromSeconds(1), () => "comparing numbers");
        var strangers = await run.Loop.Do(() => mirrored.Count(client => !client.Mirror!.IsReady));
        if (strangers > 0)
            throw new InvalidOperationException($"{strangers} receivers get nothing. {await ExplainAsync(metrics, watched)}");

        var ports = mirrored.Select(client => client.Socket.LocalAddress.Port).ToList();
        CableFilter.DropLong(ports.Min(), ports.Max());
    }

    private double FloorOf(int size, IReadOnlyList<LoadClient> mirrored)
    {
        var ports = mirrored.Select(client => client.Socket.LocalAddress.Port).ToList();
        var command = $"netns exec {run.Arguments["server-namespace"]} taskset -c {run.Arguments.Text("server-core", "0")} dotnet {Environment.GetCommandLineArgs()[0]} floor "
            + $"--to={run.Arguments["address"]} --port={ports.Min()} --ports={ports.Count} --run={size}";
        using var floor = Process.Start(new ProcessStartInfo("ip", command) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("ip did not start.");
        var figure = floor.StandardOutput.ReadToEnd();
        floor.WaitForExit();
        return double.TryParse(figure, CultureInfo.InvariantCulture, out var nanoseconds) ? nanoseconds : 0;
    }

    private async Task MeasureAsync(int pass, int size, int bursts, double floor, LoadClient publisher, IReadOnlyList<LoadClient> verifying, ServerMetrics metrics)
    {
        var delays = new DelayHistogram();
        await run.Loop.Do(() =>
        {
            foreach (var receiver in verifying)
                receiver.Delays = delays;
        });
        var counted = await metrics.ReadAsync();
        await Task.Delay(200);
        var tally = await Tally.TakeAsync(run.Loop, verifying, publisher);
        var before = run.ServerProcess.Read();
        await run.WaitAsync(_measured, () => $"{size} together, pass {pass + 1} of {_passes}: measuring");
        var after = run.ServerProcess.Read();
        var got = await Tally.TakeAsync(run.Loop, verifying, publisher) - tally;
        var server = await metrics.ReadAsync();

        var use = after - before;
        var out_ = got.Sent * _receivers;
        var nanoseconds = use.NanosecondsFor(out_);
        _figures.Add((size, nanoseconds, floor));
        _lost += Math.Max(0, got.Lost);
        var drops = server.DropsSince(counted).Select(drop => $"{drop.Reason} {drop.Packets}");
        run.Results.Add(
            ("together", size), ("pass", pass + 1), ("in/s", got.Sent / use.Elapsed.TotalSeconds), ("out/s", out_ / use.Elapsed.TotalSeconds),
            ("of core", use.Load), ("ns/packet", nanoseconds), ("kernel alone", floor), ("user", use.UserShare),
            ("verified", got.Packets), ("lost", got.Lost), ("refused", got.Refused), ("per train", (double)got.Packets / Math.Max(1, got.Trains)),
            ("forwarded", server.ForwardedPackets - counted.ForwardedPackets), ("bursts/s", bursts),
            ("p50 us", delays.Quantile(0.5).TotalMicroseconds), ("p99 us", delays.Quantile(0.99).TotalMicroseconds),
            ("p99.9 us", delays.Quantile(0.999).TotalMicroseconds), ("drops", string.Join(' ', drops)));
    }

    private int Conclude(int corrections)
    {
        var bad = _lost > 0;
        run.Results.Facts["receivers"] = _receivers;
        run.Results.Facts["verifying"] = _verifying;
        run.Results.Facts["corrections"] = corrections;
        var lines = new List<string>();
        foreach (var (size, _, bar) in Cases)
        {
            var ours = _figures.Where(figure => figure.Run == size).Select(figure => figure.Ours).Median();
            var floor = _figures.Where(figure => figure.Run == size).Select(figure => figure.Floor).Median();
            bad |= ours > bar;
            lines.Add($"{size} together: {ours:F0} ns, of which the kernel alone takes {floor:F0}; the bar is {bar:F0}: {(ours <= bar ? "met" : "MISSED")}");
        }

        lines.Add(_lost == 0 ? "Every packet reached every verifying receiver." : $"{_lost} packets did not reach the verifying receivers.");
        run.Finish(
            $"FORWARD {string.Join(' ', Cases.Select(one => string.Create(CultureInfo.InvariantCulture, $"b{one.Run}={_figures.Where(figure => figure.Run == one.Run).Select(figure => figure.Ours).Median():F0}ns")))}",
            lines);
        return bad ? 1 : 0;
    }
}
