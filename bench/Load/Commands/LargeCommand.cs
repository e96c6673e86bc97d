using System.Globalization;
using Client;
using Load.Measuring;
using Load.Signalling;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>
/// A thousand receivers of one publisher's picture and voice, all served by one shard, and what each of them costs in memory. The
/// first ones are not counted: with them the process reaches the size that it has anyway.
/// </summary>
internal sealed class LargeCommand(LoadRun run)
{
    private const double BarKilobytes = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private const string Heap = "dotnet_gc_last_collection_heap_size_bytes";

    private readonly int _receivers = run.Arguments.Number("receivers", 1_000);
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 15));

    public async Task<int> RunAsync()
    {
        await using var rooms = new OurRooms(run.Server, run.Arguments.Text("token", ""));
        var metrics = new ServerMetrics(rooms.Http, run.Server);
        var (picture, sound) = (run.Clips.Vp8("320x180", 150), run.Clips.Opus());
        var publisher = await rooms.PublishAsync(run.Loop, "bench", Participants.Publishing(sound, picture));
        await run.PlayAsync(publisher, sound, picture);
        await Task.Delay(500);

        Task<IReadOnlyList<LoadClient>> Join(int count) => run.ManyAsync(count, "receivers", _ =>
            rooms.PlayAsync(run.Loop, "bench", publisher, Participants.Receiving(sound.Codec, picture.Codec)));

        var receivers = new List<LoadClient>(await Join(_receivers * 3 / 10));
        await run.WaitAsync(Settling, () => "settling with the first");
        var (early, first) = (run.ServerProcess.Read(), receivers.Count);
        var earlyHeap = (await metrics.ReadAsync()).Sum(Heap);
        receivers.AddRange(await Join(_receivers - first));
        await run.WaitAsync(Settling, () => "settling with all");

        var counted = await metrics.ReadAsync();
        var tally = await Tally.TakeAsync(run.Loop, receivers, publisher);
        var before = run.ServerProcess.Read();
        await run.WaitAsync(_measured, () => $"{_receivers} receivers: measuring");
        var after = run.ServerProcess.Read();
        var got = await Tally.TakeAsync(run.Loop, receivers, publisher) - tally;
        var server = await metrics.ReadAsync();

        var connected = await run.Loop.Do(() => receivers.Count(receiver => receiver.Native.State == ClientState.Connected));
        if (connected < receivers.Count || got.Sent == 0)
        {
            var lost = receivers.First(receiver => receiver.Native.State != ClientState.Connected);
            throw new InvalidOperationException(
                $"{receivers.Count - connected} receivers lost their connection, one of them by {lost.Native.FailureReason ?? "a goodbye"} at {lost.Socket.LocalAddress}; the publisher is {publisher.Native.State} {publisher.Native.FailureReason}; the load was busy {run.Loop.Busy:P0}; "
                + $"the server dropped {string.Join(", ", server.DropsSince(MetricsSnapshot.Empty).Select(drop => $"{drop.Packets} as {drop.Reason}"))}.");
        }

        var use = after - before;
        var kilobytes = (after.Resident - early.Resident) / 1e3 / (receivers.Count - first);
        var expected = got.Sent * receivers.Count;
        var missing = expected == 0 ? 1 : 1 - ((double)got.Packets / expected);
        run.Results.Add(
            ("receivers", receivers.Count), ("in/s", got.Sent / use.Elapsed.TotalSeconds), ("out/s", got.Packets / use.Elapsed.TotalSeconds),
            ("of core", use.Load), ("ns/packet", use.NanosecondsFor(got.Packets)), ("lost", got.Lost), ("repaired", got.Repaired), ("not sent %", missing * 100),
            ("kB/receiver", kilobytes), ("heap kB/receiver", (server.Sum(Heap) - earlyHeap) / 1e3 / (receivers.Count - first)), ("RSS MB", after.Resident / 1e6),
            ("drops", string.Join(' ', server.DropsSince(counted).Select(drop => $"{drop.Reason} {drop.Packets}"))));
        var isMet = kilobytes < BarKilobytes && got.Lost <= 0;
        run.Finish(
            string.Create(CultureInfo.InvariantCulture, $"LARGE receivers={receivers.Count} memory={kilobytes:F1}kB/receiver out={got.Packets / use.Elapsed.TotalSeconds:F0}/s lost={Math.Max(0, got.Lost)}"),
            $"The bars are {BarKilobytes:F0} kB for each receiver and no loss: {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }
}
