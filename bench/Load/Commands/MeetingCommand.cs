using System.Globalization;
using Client;
using Load.Measuring;
using Load.Signalling;
using Load.Streams;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Load.Commands;

/// <summary>
/// A thousand people in one meeting, over all shards: everybody's microphone is open, two speak and the others are silent (which
/// encoders say a few times a second), a few have cameras, and each watches whoever speaks and hears the loudest three.
/// </summary>
internal sealed class MeetingCommand(LoadRun run)
{
    private const int Sounds = 3;
    private const int SilenceEvery = 20;

    private readonly int _people = run.Arguments.Number("people", 1_000);
    private readonly int _speakers = run.Arguments.Number("speakers", 2);
    private readonly int _cameras = run.Arguments.Number("cameras", 4);
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 15));

    public async Task<int> RunAsync()
    {
        await using var rooms = new OurRooms(run.Server, run.Arguments.Text("token", ""));
        var metrics = new ServerMetrics(rooms.Http, run.Server);
        var (picture, sound) = (run.Clips.Vp8("320x180", 150), run.Clips.Opus());
        var publishers = await run.ManyAsync(_people, "people", index => rooms.PublishAsync(
            run.Loop, "bench", index < _cameras ? Participants.Publishing(sound, picture) : Participants.Publishing(sound)));
        for (var i = 0; i < publishers.Count; i++)
            await PlayAsync(publishers[i], i, sound, picture);

        var watching = new ClientOptions
        {
            Sections = [.. Enumerable.Repeat(ClientSection.Receive(sound.Codec), Sounds), ClientSection.Receive(picture.Codec)],
        };
        var watchers = await run.ManyAsync(_people, "of them watch", _ => rooms.WatchAsync(run.Loop, "bench", watching));
        await run.WaitAsync(TimeSpan.FromSeconds(12), () => "settling");

        var counted = await metrics.ReadAsync();
        var tally = await Tally.TakeAsync(run.Loop, watchers, publishers);
        var before = run.ServerProcess.Read();
        await run.WaitAsync(_measured, () => $"{_people} people: measuring");
        var after = run.ServerProcess.Read();
        var got = await Tally.TakeAsync(run.Loop, watchers, publishers) - tally;
        var server = await metrics.ReadAsync();
        var blind = await run.Loop.Do(() => watchers.Count(watcher => !watcher.Native.Streams.Any(stream => stream.Kind == MediaKind.Video && stream.Packets > 0)));
        var deaf = await run.Loop.Do(() => watchers.Count(watcher => !watcher.Native.Streams.Any(stream => stream.Kind == MediaKind.Audio && stream.Packets > 0)));

        var use = after - before;
        run.Results.Add(
            ("people", _people), ("in/s", got.Sent / use.Elapsed.TotalSeconds), ("out/s", got.Packets / use.Elapsed.TotalSeconds),
            ("of core", use.Load), ("ns/packet", use.NanosecondsFor(got.Packets)), ("lost", got.Lost), ("repaired", got.Repaired),
            ("see nobody", blind), ("hear nobody", deaf), ("RSS MB", after.Resident / 1e6), ("load busy", run.Loop.Busy),
            ("drops", string.Join(' ', server.DropsSince(counted).Select(drop => $"{drop.Reason} {drop.Packets}"))));
        var isMet = got.Lost <= 0 && blind == 0 && deaf == 0;
        run.Finish(
            string.Create(CultureInfo.InvariantCulture, $"MEETING people={_people} out={got.Packets / use.Elapsed.TotalSeconds:F0}/s lost={Math.Max(0, got.Lost)} see-nobody={blind} hear-nobody={deaf}"),
            $"Nobody loses a packet, sees nobody or hears nobody: {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    private async Task PlayAsync(LoadClient publisher, int index, MediaClip sound, MediaClip picture)
    {
        var now = Edge.Clock.Now;
        var speaks = index < _speakers;
        var level = speaks ? new AudioLevel(25, IsVoice: true) : new AudioLevel(127, IsVoice: false);

        // Spread, as people's clocks are.
        var begin = now + (sound.FrameDuration * (index % SilenceEvery / (double)SilenceEvery));
        await run.Loop.AddAsync(publisher, new StreamPlayer(publisher.Native.Tracks[0], sound, begin) { Level = level, SendsEvery = speaks ? 1 : SilenceEvery });
        if (publisher.Native.Tracks.Count > 1)
            await run.Loop.AddAsync(publisher, new StreamPlayer(publisher.Native.Tracks[1], picture, begin));
    }
}
