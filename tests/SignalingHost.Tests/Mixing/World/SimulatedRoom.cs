using MediaServer.Engines;
using MediaServer.Packets;
using MediaServer.Relays;
using MediaServer.Shards;
using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Dtls;
using Protocols.Rtp;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>
/// A room on a real shard, joined by a real mix, in simulated time. Between them is what threads do: letters and events wait for the
/// other's turn, packets are shown at once.
/// </summary>
internal sealed class SimulatedRoom : IEgress, IRelay, IMediaEvents, IEngineInbox, IEngineSeat
{
    public static readonly RoomId Id = new("room");

    private static readonly PeerId Chair = new(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan UnixTimeAtZero = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch;
    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(UnixTimeAtZero);

    private readonly Queue<ShardLetter> _letters = [];
    private readonly Queue<EngineEvent> _events = [];
    private readonly List<SimulatedTelephone> _telephones = [];
    private readonly List<SimulatedBrowser> _browsers = [];
    private readonly Dictionary<int, SimulatedTelephone> _byPort = [];
    private SimulatedSpeaker? _speaker;
    private SimulatedPictures? _pictures;
    private long _lastTrack;
    private int _milliseconds;
    private bool _isOver;

    public SimulatedRoom(SoundMixOptions? options = null)
    {
        Core = new ShardCore(
            new ShardIdentity { Index = 0, Epoch = NtpTime.FromUnix(UnixTimeAtZero), Dtls = Identity, Seed = 1, PoolBytes = 128L << 20 }, this, this, this);
        Mix = new RoomMix(this, options ?? new SoundMixOptions(), Instant.Zero + SoundFrame.Duration);
        Post(new ShardLetter.AddEngine(new EngineSetup { Id = Chair, Room = Id, Inbox = this }));
    }

    public ShardCore Core { get; }

    public RoomMix Mix { get; }

    public Instant Now { get; private set; } = Instant.Zero;

    public IRandomBytes Random { get; } = new SeededBytes();

    /// <summary>The ring from the shard to the mix takes nothing more.</summary>
    public bool IsRingFull { get; set; }

    /// <summary>The ring from the mix to the shard takes nothing more.</summary>
    public bool IsWayBackFull { get; set; }

    /// <summary>Is given every packet that the mix makes.</summary>
    public Action<byte[]>? MixSent { get; set; }

    /// <summary>Entries in the ring to the shard, and the tracks that they named.</summary>
    public (int Entries, int Tracks) Sent { get; private set; }

    /// <summary>What shard and mix took from the heap for packets, the simulated world apart.</summary>
    public long AllocatedBytes { get; private set; }

    public Dictionary<TrackId, int> PacketsToMix { get; } = [];

    public List<MediaEvent> Events { get; } = [];

    PeerId IEngineSeat.Id => Chair;

    RoomId IEngineSeat.Room => Id;

    public SimulatedTelephone Call(string name, AudioCodec codec, Func<double, double>? says = null)
    {
        var telephone = new SimulatedTelephone(this, name, _telephones.Count + 1, codec, says ?? (_ => 0));
        _telephones.Add(telephone);
        _byPort[telephone.Port] = telephone;
        return telephone;
    }

    public SimulatedBrowser Browse(string name, Func<double, double>? says = null)
    {
        var browser = new SimulatedBrowser(this, name, _browsers.Count + 1, says ?? (_ => 0));
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>One who is shown the room's composed picture.</summary>
    public SimulatedPictures Watch(string viewer) => _pictures = new SimulatedPictures(this, viewer);

    /// <summary>One who flashes and beeps, so many milliseconds late.</summary>
    public void Film(string name, int pictureLate, int soundLate, bool reports) => _speaker = new SimulatedSpeaker(this, name)
    {
        PictureLate = TimeSpan.FromMilliseconds(pictureLate),
        SoundLate = TimeSpan.FromMilliseconds(soundLate),
        Reports = reports,
    };

    public void Post(ShardLetter letter) => _letters.Enqueue(letter);

    public void RunFor(double seconds)
    {
        for (var i = 0; i < seconds * 1_000; i++)
            Turn();
    }

    /// <summary>A datagram at a telephone's port.</summary>
    public void Arrive(int port, in TransportAddress from, Span<byte> datagram)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Core.ReceiveFromTerminal(port, from, datagram, Now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>What was taken since was the simulated world's.</summary>
    public void NotOurs(long before) => AllocatedBytes -= GC.GetAllocatedBytesForCurrentThread() - before;

    /// <summary>A packet that a browser publishes.</summary>
    public void Deliver(TrackId track, ReadOnlySpan<byte> rtp) => Core.ReceiveFromEngine(new ReadOnlySpan<TrackId>(in track), rtp, 0, Now, Now);

    /// <summary>Everybody goes, and nothing is left. The mix gives its chair back by this too, on the way.</summary>
    public void Dispose()
    {
        if (_isOver)
            return;

        _isOver = true;
        foreach (var telephone in _telephones)
            telephone.HangUp();
        foreach (var browser in _browsers)
            browser.Leave();

        _speaker?.HangUp();
        RunFor(0.1);
        _pictures?.Close();
        Mix.Dispose();
        Post(new ShardLetter.RemovePeer(Chair));
        RunFor(0.5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Events.OfType<MediaEvent.Fault>(), Is.Empty);
            Assert.That((Core.TerminalCount, Core.EngineCount, Core.TrackCount, Core.RoomCount, Core.Pool.Outstanding), Is.EqualTo((0, 0, 0, 0, 0)));
        }

        Core.Dispose();
        foreach (var telephone in _telephones)
            telephone.Dispose();
        foreach (var browser in _browsers)
            browser.Dispose();

        _speaker?.Dispose();
    }

    void IEgress.Send(EgressBatch batch)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly var message in batch.Messages)
        {
            var bytes = batch.Bytes(message);
            while (!bytes.IsEmpty)
            {
                var length = Math.Min(message.SegmentSize, bytes.Length);
                if (_byPort.TryGetValue(message.Route.Connection, out var telephone))
                    telephone.Hear(bytes[..length]);
                else if (_speaker is { } speaker && message.Route.Connection == speaker.PicturePort)
                    speaker.Heed(bytes[..length]);

                bytes = bytes[length..];
            }
        }

        NotOurs(before);
    }

    bool IRelay.TrySend(int toShard, TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt) => false;

    void IRelay.Post(int toShard, ShardLetter letter)
    {
        // There is one shard.
    }

    void IMediaEvents.Raise(MediaEvent what) => Events.Add(what);

    bool IEngineInbox.TrySend(in EnginePacket packet, ReadOnlySpan<byte> rtp)
    {
        if (IsRingFull)
            return false;

        var before = GC.GetAllocatedBytesForCurrentThread();
        PacketsToMix[packet.Track] = PacketsToMix.GetValueOrDefault(packet.Track) + 1;
        NotOurs(before);
        if (RtpPacket.TryParse(rtp, out var parsed))
            Mix.Receive(packet, parsed);

        return true;
    }

    void IEngineInbox.Raise(EngineEvent what) => _events.Enqueue(what);

    void IEngineSeat.Want(TrackId track, EngineWish? wish) => Post(new ShardLetter.EngineWants(Chair, track, wish));

    void IEngineSeat.RequestKeyFrame(TrackId track) => Post(new ShardLetter.EngineKeyFrame(Chair, track));

    TrackId IEngineSeat.Publish(EngineTrack track)
    {
        var id = new TrackId(0x6000_0000 + ++_lastTrack);
        Post(new ShardLetter.EnginePublishes(Chair, track.In(Id, id)));
        return id;
    }

    void IEngineSeat.End(TrackId track) => Post(new ShardLetter.EngineEnds(Chair, track));

    void IEngineSeat.TellClock(TrackId track, int encoding, Instant capturedAt, RtpTimestamp timestamp) =>
        Post(new ShardLetter.EngineClock(Chair, track, encoding, capturedAt, timestamp));

    bool IEngineSeat.TrySend(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, Instant madeAt, int encoding)
    {
        if (IsWayBackFull)
            return false;

        Sent = (Sent.Entries + 1, Sent.Tracks + tracks.Length);
        MixSent?.Invoke(rtp.ToArray());
        Core.ReceiveFromEngine(tracks, rtp, encoding, madeAt, Now);
        return true;
    }

    void IEngineSeat.TellLevel(TrackId track, AudioLevel level) => Core.ReceiveLevel(Chair, track, level, Now);

    void IEngineSeat.TellDelay(ParticipantId owner, TrackSource source, TimeSpan delay) => Post(new ShardLetter.EngineDelay(Chair, Id, owner, source, delay));

    private void Turn()
    {
        Now += Step;
        _milliseconds++;

        // Nobody's packets come at the same moment as another's.
        for (var i = 0; i < _telephones.Count; i++)
        {
            if ((_milliseconds + (7 * i)) % 20 == 0)
                _telephones[i].Speak();
        }

        for (var i = 0; i < _browsers.Count; i++)
        {
            if ((_milliseconds + 3 + (7 * i)) % 20 == 0)
                _browsers[i].Speak();
        }

        if (!_isOver)
            _speaker?.Advance(Now);

        while (_letters.TryDequeue(out var letter))
            Core.Handle(letter, Now);

        // Ten times a second the shard looks at the room and tells who is heard, and events are on the heap by their nature.
        if (Core.NextDeadline <= Now)
            Core.Advance(Now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Core.Flush(Now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        while (_events.TryDequeue(out var what))
            Mix.Handle(what, Now);

        before = GC.GetAllocatedBytesForCurrentThread();
        if (Mix.NextDeadline <= Now)
            Mix.Advance(Now);

        Core.Flush(Now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        if (!_isOver)
            _pictures?.Advance(Now);
    }

    private sealed class SeededBytes : IRandomBytes
    {
        private readonly Random _random = new(1);

        public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
    }
}
