using System.Globalization;
using Client;
using Load.Commands;
using Load.Measuring;
using Load.Signalling;
using Load.Streams;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Load.Capacity;

/// <summary>
/// Meetings of browsers: everybody has a camera of 640 x 360 and an open microphone, two speak, and each is shown four pictures and hears the
/// loudest three.
/// </summary>
internal sealed class ForwardedMeetings(LoadRun run, int size, int pictures) : ICapacityKind, IAsyncDisposable
{
    private const int Sounds = 3;
    private const int Kilobits = 300;
    private const int Speakers = 2;
    private const int SilenceEvery = 20;

    private readonly OurRooms _rooms = new(run.Server, run.Arguments.Text("token", ""));
    private readonly MediaClip _picture = run.Clips.Vp8("640x360", Kilobits);
    private readonly MediaClip _sound = run.Clips.Opus();
    private readonly List<LoadClient> _publishers = [];
    private readonly List<LoadClient> _watchers = [];
    private int _meetings;

    public string Name => "forwarded";

    public string What => $"meetings of {size} browsers, camera {Kilobits} kbit/s, {pictures} pictures and {Sounds} voices to each";

    public string Delay => "from socket to socket, key frames' pacing in it";

    public int PeopleEach => size;

    public int Step => run.Arguments.Number("step-meetings", 5);

    public CapacityBounds Bounds { get; } = new(0.001, TimeSpan.FromMilliseconds(run.Arguments.Number("most-delay", 50)));

    public async Task<string> GrowAsync(int more)
    {
        var (first, token) = (_meetings, run.Arguments.Text("token", ""));
        return await AddAsync([.. Enumerable.Range(0, more * size).Select(index => (RoomOf(first + (index / size)), token))], (room, _, options) => _rooms.PublishAsync(run.Loop, room, options));
    }

    /// <summary>People of whole meetings, each with a token of his own; says why if somebody cannot come in.</summary>
    public Task<string> AddAsync(IReadOnlyList<(string Room, string Token)> people) => AddAsync(people, (room, token, options) => _rooms.PublishAsync(run.Loop, room, token, options));

    public async Task<CapacityStep> MeasureAsync(TimeSpan time, string what)
    {
        var delays = new DelayHistogram();
        await run.Loop.Do(() => _watchers.ForEach(watcher => watcher.Delays = delays));
        var tally = await Tally.TakeAsync(run.Loop, _watchers, _publishers);
        var before = run.ServerProcess.Read();
        var busy = new List<double>();
        for (var end = Edge.Clock.Now + time; Edge.Clock.Now < end;)
        {
            await run.WaitAsync(TimeSpan.FromSeconds(1), () => what);
            busy.Add(run.Loop.Busy);
        }

        var after = run.ServerProcess.Read();
        var got = await Tally.TakeAsync(run.Loop, _watchers, _publishers) - tally;
        await run.Loop.Do(() => _watchers.ForEach(watcher => watcher.Delays = null));
        var blind = await run.Loop.Do(() => _watchers.Count(watcher => !watcher.Native.Streams.Any(stream => stream.Kind == MediaKind.Video && stream.Packets > 0)));
        var use = after - before;
        return new(_meetings, _meetings * size, use.Load, delays.Quantile(0.99), got.LossShare, busy.Median())
        {
            Refused = blind > 0 ? $"{blind} see nobody" : "",
            PacketsPerSecond = got.Packets / use.Elapsed.TotalSeconds,
            MemoryMegabytes = after.Resident / 1e6,
        };
    }

    public async Task EmptyAsync()
    {
        await _rooms.LeaveAsync(run.Loop, [.. _watchers, .. _publishers]);
        _watchers.Clear();
        _publishers.Clear();
        _meetings = 0;
    }

    public ValueTask DisposeAsync() => _rooms.DisposeAsync();

    private async Task<string> AddAsync(IReadOnlyList<(string Room, string Token)> people, Func<string, string, ClientOptions, Task<LoadClient>> publish)
    {
        _meetings += people.Count / size;
        if (await TryAsync("people come", _publishers, index => publish(people[index].Room, people[index].Token, Participants.Publishing(_sound, _picture))) is { Length: > 0 } whyNot)
            return whyNot;

        for (var i = 0; i < people.Count; i++)
            await PlayAsync(_publishers[_publishers.Count - people.Count + i], i % size);

        // Who shows terminals' pictures takes H.264 as well.
        var watching = new ClientOptions
        {
            Sections = [.. Enumerable.Repeat(ClientSection.Receive(_sound.Codec), Sounds), .. Enumerable.Repeat(ClientSection.Receive(_picture.Codec, CodecChoice.H264ConstrainedBaseline), pictures)],
        };
        return await TryAsync("of them watch", _watchers, index => _rooms.WatchAsync(run.Loop, people[index].Room, people[index].Token, watching));

        // On a full server somebody does not come in; those who did leave with the others.
        async Task<string> TryAsync(string what, List<LoadClient> all, Func<int, Task<LoadClient>> come)
        {
            var reason = "";
            var came = await run.ManyAsync(people.Count, what, async index =>
            {
                try
                {
                    return await come(index);
                }
                catch (InvalidOperationException fault)
                {
                    reason = fault.Message;
                    return null;
                }
            });
            all.AddRange(came.OfType<LoadClient>());
            return reason;
        }
    }

    private static string RoomOf(int meeting) => string.Create(CultureInfo.InvariantCulture, $"bench{meeting}");

    private async Task PlayAsync(LoadClient publisher, int place)
    {
        // Spread, as people's clocks are.
        var begin = Edge.Clock.Now + (_sound.FrameDuration * (place % SilenceEvery / (double)SilenceEvery));
        var speaks = place < Speakers;
        var level = speaks ? new AudioLevel(25, IsVoice: true) : new AudioLevel(127, IsVoice: false);
        await run.Loop.AddAsync(publisher, new StreamPlayer(publisher.Native.Tracks[0], _sound, begin) { Level = level, SendsEvery = speaks ? 1 : SilenceEvery });
        await run.Loop.AddAsync(publisher, new StreamPlayer(publisher.Native.Tracks[1], _picture, begin));
    }
}
