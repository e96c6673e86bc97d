using System.Diagnostics;
using System.Globalization;
using Load.Measuring;
using Load.Signalling;
using Load.Streams;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>
/// How much later a packet leaves than it came, at 50,000 packets a second: ten publishers whose frames are four packets of 1200
/// bytes and never meet, ten receivers each. A packet carries when it was sent; the kernel says when it arrived. In the same run,
/// what the machine does by itself to packets that a bare program passes from one socket to another.
/// </summary>
internal sealed class LatencyCommand(LoadRun run)
{
    private const int Publishers = 10;
    private const int PacketsPerFrame = 4;
    private const int FramesPerSecond = 125;
    private const double BarMedianHigh = 1_000;
    private const double BarTail = 5_000;

    private readonly int _receivers = run.Arguments.Number("receivers", 10);
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 60));

    public async Task<int> RunAsync()
    {
        await using var rooms = new OurRooms(run.Server, run.Arguments.Text("token", ""));
        var metrics = new ServerMetrics(rooms.Http, run.Server);
        var clip = ClipLibrary.Synthetic(1_160, PacketsPerFrame, FramesPerSecond);
        var floor = await MeasureFloorAsync();
        var publishers = new List<LoadClient>();
        var receivers = new List<LoadClient>();
        for (var i = 0; i < Publishers; i++)
        {
            var publisher = await rooms.PublishAsync(run.Loop, "bench", Participants.Publishing(clip));
            publishers.Add(publisher);
            var begin = Edge.Clock.Now + (clip.FrameDuration * (i / (double)Publishers));
            await run.Loop.AddAsync(publisher, new StreamPlayer(publisher.Native.Tracks[0], clip, begin));
            await Task.Delay(200);
            receivers.AddRange(await run.ManyAsync(_receivers, $"receivers of publisher {i + 1}", _ =>
                rooms.PlayAsync(run.Loop, "bench", publisher, Participants.Receiving(CodecChoice.Vp8))));
        }

        await run.WaitAsync(TimeSpan.FromSeconds(run.Arguments.Number("settling", 15)), () => "letting bandwidth be found");
        var delays = new DelayHistogram();
        await run.Loop.Do(() =>
        {
            foreach (var receiver in receivers)
                receiver.Delays = delays;
        });
        var collections = (await metrics.ReadAsync()).Collections;
        var tally = await Tally.TakeAsync(run.Loop, receivers, publishers);
        var before = run.ServerProcess.Read();
        await run.WaitAsync(_measured, () => "measuring");
        var after = run.ServerProcess.Read();
        var got = await Tally.TakeAsync(run.Loop, receivers, publishers) - tally;
        var collected = (await metrics.ReadAsync()).Collections - collections;
        return Conclude(delays, floor, got, after - before, collected);
    }

    private int Conclude(DelayHistogram delays, DelayHistogram floor, Tally got, ProcessUse use, double collected)
    {
        run.Results.Add(Row("server", delays, got.Packets / use.Elapsed.TotalSeconds));
        run.Results.Add(Row("bare two sockets", floor, floor.Count / FloorSeconds));
        run.Results.Facts["ns per packet"] = use.NanosecondsFor(got.Packets);
        run.Results.Facts["of core"] = use.Load;
        run.Results.Facts["lost"] = got.Lost;
        var (p99, tail) = (delays.Quantile(0.99).TotalMicroseconds, delays.Quantile(0.999).TotalMicroseconds);
        var isMet = p99 < BarMedianHigh && tail < BarTail && collected == 0 && got.Lost <= 0;
        run.Finish(
            string.Create(
                CultureInfo.InvariantCulture,
                $"LATENCY p50={delays.Quantile(0.5).TotalMicroseconds:F0}us p99={p99:F0}us p99.9={tail:F0}us gc={collected:F0}"),
            $"{got.Packets / use.Elapsed.TotalSeconds:F0} packets/s for {use.Elapsed.TotalSeconds:F0} s, {got.Lost} lost, {use.Load:P1} of a core, {use.NanosecondsFor(got.Packets):F0} ns each",
            $"The bars are p99 < {BarMedianHigh:F0} us, p99.9 < {BarTail:F0} us, no collection, no loss: {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    private static (string, object)[] Row(string name, DelayHistogram delays, double rate) =>
    [
        ("path", name), ("packets", delays.Count), ("packets/s", rate),
        ("p50 us", delays.Quantile(0.5).TotalMicroseconds), ("p90 us", delays.Quantile(0.9).TotalMicroseconds),
        ("p99 us", delays.Quantile(0.99).TotalMicroseconds), ("p99.9 us", delays.Quantile(0.999).TotalMicroseconds),
        ("p99.99 us", delays.Quantile(0.9999).TotalMicroseconds), ("highest us", delays.Highest / 1e3),
    ];

    private const double FloorSeconds = 10;

    private async Task<DelayHistogram> MeasureFloorAsync()
    {
        const int port = 21_500;
        var command = $"netns exec {run.Arguments["server-namespace"]} taskset -c {run.Arguments.Text("server-core", "0")} dotnet {Environment.GetCommandLineArgs()[0]} through "
            + $"--address={run.Arguments["server-address"]} --port={port} --seconds={FloorSeconds + 2}";
        using var through = Process.Start(new ProcessStartInfo("ip", command) { UseShellExecute = false })
            ?? throw new InvalidOperationException("ip did not start.");
        await Task.Delay(700);
        run.Progress.Say("measuring what the machine does by itself");
        var delays = await Task.Run(() => ThroughCommand.Measure(
            run.Arguments["address"], run.Arguments["server-address"], port, PacketsPerFrame, 1.0 / (Publishers * FramesPerSecond), FloorSeconds));
        await through.WaitForExitAsync();
        return delays;
    }
}
