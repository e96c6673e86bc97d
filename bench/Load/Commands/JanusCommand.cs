using Load.Measuring;
using Load.Signalling;
using Load.Streams;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>
/// The same load on Janus and on us, by turns in one run: one publisher of a real picture and a real voice, forty receivers.
/// The figure is the CPU of the server's process for each packet that a receiver got.
/// </summary>
internal sealed class JanusCommand(LoadRun run)
{
    private const double Bar = 0.25;

    private readonly int _receivers = run.Arguments.Number("receivers", 40);
    private readonly int _passes = run.Arguments.Number("passes", 2);
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 6));
    private readonly TimeSpan _settling = TimeSpan.FromSeconds(run.Arguments.Number("settling", 5));
    private readonly List<Measurement> _measurements = [];

    public async Task<int> RunAsync()
    {
        var sound = run.Clips.Opus();
        MediaClip[] pictures = [run.Clips.Vp8(), run.Clips.H264()];
        foreach (var clip in pictures)
            Console.WriteLine($"{clip.Codec.Name}: {clip.BitsPerSecond / 1e6:F2} Mbit/s, {clip.PacketsPerSecond:F0} packets/s");

        var only = run.Arguments.Text("only", "both");
        // The first pass is not counted: caches and, on our side, the compiler learn what is hot.
        for (var pass = 0; pass <= _passes; pass++)
        {
            foreach (var picture in pictures)
            {
                if (only != "ours")
                    await MeasureJanusAsync(pass, picture, sound);

                if (only != "janus")
                    await MeasureOursAsync(pass, picture, sound);
            }
        }

        return Conclude(pictures);
    }

    private async Task MeasureJanusAsync(int pass, MediaClip picture, MediaClip sound)
    {
        await using var rooms = await JanusRooms.ConnectAsync(new Uri(run.Arguments["janus"]));
        var room = $"bench-{pass}-{picture.Codec.Name}";
        await rooms.CreateRoomAsync(room, picture.Codec.Name == CodecName.Vp8 ? "vp8" : "h264");
        await MeasureAsync(rooms, new ServerProcess(run.Arguments.Number("janus-pid", 0)), room, pass, picture, sound);
    }

    private async Task MeasureOursAsync(int pass, MediaClip picture, MediaClip sound)
    {
        await using var rooms = new OurRooms(run.Server, run.Arguments.Text("token", ""));
        await MeasureAsync(rooms, run.ServerProcess, run.Arguments.Text("room", "bench"), pass, picture, sound);
    }

    private async Task MeasureAsync(IConferenceServer rooms, ServerProcess process, string room, int pass, MediaClip picture, MediaClip sound)
    {
        var resting = process.Read();
        var publisher = await rooms.PublishAsync(run.Loop, room, Participants.Publishing(sound, picture));
        await run.PlayAsync(publisher, sound, picture);
        await Task.Delay(500);
        var receivers = await run.ManyAsync(_receivers, $"receivers of {rooms.Name}", _ =>
            rooms.PlayAsync(run.Loop, room, publisher, Participants.Receiving(sound.Codec, picture.Codec)));
        var about = $"{rooms.Name}, {picture.Codec.Name}, pass {pass} of {_passes}";
        await run.WaitAsync(_settling, () => $"{about}: settling");

        var delays = new DelayHistogram();
        await run.Loop.Do(() =>
        {
            foreach (var receiver in receivers)
                receiver.Delays = delays;
        });
        var tally = await Tally.TakeAsync(run.Loop, receivers, publisher);
        var before = process.Read();
        await run.WaitAsync(_measured, () => $"{about}: measuring");
        var after = process.Read();
        var got = await Tally.TakeAsync(run.Loop, receivers, publisher) - tally;
        var use = after - before;
        await rooms.LeaveAsync(run.Loop, [.. receivers, publisher]);

        if (pass > 0)
            _measurements.Add(new Measurement(rooms.Name, picture.Codec.Name, use.NanosecondsFor(got.Packets), use.Cpu, got.Packets));
        run.Results.Add(
            ("server", rooms.Name), ("codec", $"{picture.Codec.Name}"), ("pass", pass), ("srtp", $"{publisher.Native.Profile}"),
            ("in/s", got.Sent / use.Elapsed.TotalSeconds), ("out/s", got.Packets / use.Elapsed.TotalSeconds), ("of core", use.Load),
            ("ns/packet", use.NanosecondsFor(got.Packets)), ("user", use.UserShare), ("lost %", got.LossShare * 100), ("dup", got.Duplicates),
            ("p50 us", delays.Quantile(0.5).TotalMicroseconds), ("p99 us", delays.Quantile(0.99).TotalMicroseconds),
            ("p99.9 us", delays.Quantile(0.999).TotalMicroseconds), ("other threads", use.Others), ("kB/person", (after.Resident - resting.Resident) / 1e3 / (_receivers + 1)));
    }

    private int Conclude(MediaClip[] pictures)
    {
        var ours = _measurements.Where(one => one.Server == "ours").ToList();
        var janus = _measurements.Where(one => one.Server != "ours").ToList();
        var ratio = janus.Count == 0 ? 0 : PerPacket(ours) / PerPacket(janus);
        var lines = new List<string>();
        foreach (var codec in pictures.Select(picture => picture.Codec.Name))
        {
            var (a, b) = (Median(ours, codec), Median(janus, codec));
            lines.Add($"{codec}: ours {a:F0} ns, Janus {b:F0} ns for each forwarded packet (medians){(a > 0 && b > 0 ? $", ratio {a / b:F3}" : "")}");
        }

        lines.Add($"The bar is {Bar:F2}: {(ratio <= Bar ? "met" : "MISSED")}");
        run.Finish($"RATIO forwarded-packet CPU ours/janus: {ratio:F3}", lines);
        return ratio <= Bar ? 0 : 1;
    }

    private static double Median(List<Measurement> measurements, CodecName codec) =>
        measurements.Where(one => one.Codec == codec).Select(one => one.Nanoseconds).Median();

    private static double PerPacket(List<Measurement> measurements) =>
        measurements.Sum(one => one.Cpu.TotalNanoseconds) / Math.Max(1, measurements.Sum(one => one.Packets));

    private sealed record Measurement(string Server, CodecName Codec, double Nanoseconds, TimeSpan Cpu, long Packets);
}
