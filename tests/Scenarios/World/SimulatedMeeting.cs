using Client;
using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Sdp;
using Scenarios.Media;

namespace Scenarios.World;

/// <summary>
/// One room on one or several shards, and everybody in it, in simulated time. The same seed gives the same run. <see cref="Dispose"/>
/// empties the room and insists that nothing is left of it: a scenario without leaks is part of every scenario.
/// </summary>
public sealed class SimulatedMeeting : IDisposable
{
    /// <summary>The wall clock when the simulated clock stands at zero: the certificates are valid then.</summary>
    public static readonly TimeSpan UnixTimeAtZero = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch;

    private static readonly RoomId Room = new("room");

    // Making a key is the slow part of all of this, and who has it changes nothing.
    private static readonly DtlsIdentity ServersIdentity = DtlsIdentity.Create(UnixTimeAtZero);
    private static readonly DtlsIdentity ClientsIdentity = DtlsIdentity.Create(UnixTimeAtZero);

    private readonly List<SimulatedShard> _shards = [];
    private readonly List<SimulatedParticipant> _people = [];
    private readonly List<SimulatedTerminal> _terminals = [];
    private readonly List<SimulatedEngine> _engines = [];
    private readonly Dictionary<int, int> _peopleOnShard = [];
    private readonly FrontDoor _door;
    private readonly int _seed;
    private readonly long _expectedFaults;
    private long _lastPeer;

    public SimulatedMeeting(int seed, PeerOptions? options = null, int shards = 1, AnswerPolicy? policy = null)
    {
        // NUnit shows what a test wrote only when it fails.
        TestContext.Out.WriteLine($"seed {seed}");
        _seed = seed;
        _expectedFaults = 0;
        Timeline = new Timeline();
        Network = new SimulatedNetwork(Timeline, seed);
        _door = new FrontDoor(ServersIdentity, policy ?? new AnswerPolicy(), new SeededBytes(seed));
        for (var i = 0; i < shards; i++)
        {
            var shard = new SimulatedShard(i, Timeline, Network, _shards, ServersIdentity, options ?? new PeerOptions(), seed) { Heard = Hear };
            _shards.Add(shard);
        }
    }

    public Timeline Timeline { get; }

    public SimulatedNetwork Network { get; }

    public FrameLedger Ledger { get; } = new();

    public Instant Now => Timeline.Now;

    public IReadOnlyList<SimulatedShard> Shards => _shards;

    public ShardCore Core => _shards[0].Core;

    public IReadOnlyList<SimulatedParticipant> People => _people;

    public IEnumerable<MediaEvent> Events => _shards.SelectMany(shard => shard.Events);

    /// <summary>Joins and is connected when this returns; his weather begins then, so that every scenario starts alike.</summary>
    public SimulatedParticipant Join(string name, ParticipantOptions options)
    {
        var person = Begin(name, options);
        Connect();
        return person;
    }

    /// <summary>A terminal on the first shard.</summary>
    public SimulatedTerminal Call(string name, TerminalOptions options)
    {
        TakePlace(0);
        var terminal = new SimulatedTerminal(this, name, _terminals.Count, new PeerId(++_lastPeer), Room, options);
        _terminals.Add(terminal);
        return terminal;
    }

    /// <summary>An engine on the first shard.</summary>
    public SimulatedEngine Sit(int height)
    {
        TakePlace(0);
        var engine = new SimulatedEngine(this, _shards[0], new PeerId(++_lastPeer), Room, height);
        _engines.Add(engine);
        return engine;
    }

    /// <summary>Everybody at once.</summary>
    public IReadOnlyList<SimulatedParticipant> JoinAll(IEnumerable<(string Name, ParticipantOptions Options)> people)
    {
        var joined = people.Select(person => Begin(person.Name, person.Options)).ToList();
        Connect();
        return joined;
    }

    public void RunFor(TimeSpan time) => Timeline.RunFor(time);

    public void RunFor(double seconds) => Timeline.RunFor(TimeSpan.FromSeconds(seconds));

    /// <summary>Everybody films and speaks for so long, and what is under way then arrives.</summary>
    public void TalkFor(double seconds)
    {
        foreach (var person in _people)
            person.StartMedia();

        RunFor(seconds);
        StopAllMedia();
        RunFor(1.5);
    }

    public void StopAllMedia()
    {
        foreach (var person in _people)
            person.StopMedia();
    }

    public void Wish(SimulatedParticipant who, int picture, StreamWish wish) =>
        _shards[who.Options.Shard].Handle(new ShardLetter.Wish(who.Peer, who.PictureMids[picture], wish));

    public void WishSound(SimulatedParticipant who, int sound, SourceChoice source) =>
        _shards[who.Options.Shard].Handle(new ShardLetter.Wish(who.Peer, who.SoundMids[sound], new StreamWish(source)));

    /// <summary>The meeting closes or opens somebody's gate, on every half of the room.</summary>
    public void SetGate(string name, TrackSource source, bool isClosed)
    {
        foreach (var shard in _shards)
            shard.Handle(new ShardLetter.Mute(Room, new ParticipantId(name), source, isClosed));
    }

    public Peer PeerOf(SimulatedParticipant who) => _shards[who.Options.Shard].Core.Peers.Single(peer => peer.Id == who.Peer);

    /// <summary>The client's offer of new credentials and the server's answer.</summary>
    public void RestartIce(SimulatedParticipant who)
    {
        var (ours, theirs) = (_door.MakeCredentials(), who.Client.MakeCredentials());
        _shards[who.Options.Shard].Handle(new ShardLetter.RestartIce(who.Peer, ours, theirs));
        who.Client.RestartIce(theirs, ours, Now);
        Timeline.Watch(who);
    }

    /// <summary>What the shards counted, for the message of a test that fails.</summary>
    public string Counters() => string.Join("; ", _shards.Select(shard =>
        $"received {shard.Core.Counters.Received}, sent {shard.Core.Counters.Sent}, again {shard.Core.Counters.Retransmitted}"
        + string.Concat(Enum.GetValues<DropReason>().Where(reason => shard.Core.Counters.Dropped(reason) > 0).Select(reason => $", {reason} {shard.Core.Counters.Dropped(reason)}"))));

    /// <summary>Everybody goes, in good weather, and nothing remains.</summary>
    public void End()
    {
        StopAllMedia();
        foreach (var person in _people)
        {
            (person.Uplink.Conditions, person.Downlink.Conditions) = (LinkConditions.Fair, LinkConditions.Fair);
            if (person.Client.State is ClientState.Connected)
                person.Leave();
            else
                _shards[person.Options.Shard].Handle(new ShardLetter.RemovePeer(person.Peer));
        }

        foreach (var terminal in _terminals)
            terminal.HangUp();

        foreach (var engine in _engines)
            engine.Leave();

        RunFor(TimeSpan.FromSeconds(3));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Events.OfType<MediaEvent.Fault>().Count(), Is.EqualTo(_expectedFaults), string.Join('\n', Events.OfType<MediaEvent.Fault>()));
            foreach (var shard in _shards)
            {
                Assert.That(shard.Core.PeerCount, Is.Zero, "peers left");
                Assert.That(shard.Core.TerminalCount, Is.Zero, "terminals left");
                Assert.That(shard.Core.EngineCount, Is.Zero, "engines left");
                Assert.That(shard.Core.TrackCount, Is.Zero, "tracks left");
                Assert.That(shard.Core.RoomCount, Is.Zero, "rooms left");
                Assert.That(shard.Core.Pool.Outstanding, Is.Zero, "packet slots left");
                Assert.That(shard.Core.NextDeadline, Is.EqualTo(Instant.Never), "deadlines left");
            }
        }
    }

    public void Dispose()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != NUnit.Framework.Interfaces.TestStatus.Failed)
            End();

        foreach (var person in _people)
            person.Dispose();

        foreach (var terminal in _terminals)
            terminal.Dispose();

        foreach (var shard in _shards)
            shard.Dispose();
    }

    private SimulatedParticipant Begin(string name, ParticipantOptions options)
    {
        var number = _people.Count + 1;
        var person = new SimulatedParticipant(name, number, options, Timeline, Network, Ledger, ClientsIdentity, unchecked((_seed * 1_000_003) + (number * 17)));
        _people.Add(person);
        person.Peer = new PeerId(((long)options.Shard << 48) | ++_lastPeer);
        var (answer, setup) = _door.Open(person.Peer, Room, name, options, person.Client.MakeOffer());
        person.Meet(setup);
        TakePlace(options.Shard);
        _shards[options.Shard].Handle(new ShardLetter.AddPeer(setup));
        person.Answered(answer);
        return person;
    }

    private void Connect()
    {
        var newcomers = _people.Where(person => person.Client.State == ClientState.Connecting).ToList();
        if (!Timeline.RunUntil(() => newcomers.TrueForAll(person => person.IsConnected), TimeSpan.FromSeconds(20)))
            throw new InvalidOperationException($"{string.Join(", ", newcomers.Where(person => !person.IsConnected).Select(person => person.Name))} could not connect.");

        // The server learns of the last message of a handshake half a round trip later.
        RunFor(TimeSpan.FromMilliseconds(50));
        foreach (var person in newcomers)
            (person.Uplink.Conditions, person.Downlink.Conditions) = (person.Options.Uplink, person.Options.Downlink);
    }

    // What the node's placement does: halves of a room are introduced to each other when they come into being.
    private void TakePlace(int shard)
    {
        _peopleOnShard.TryGetValue(shard, out var here);
        _peopleOnShard[shard] = here + 1;
        if (here > 0)
            return;

        foreach (var other in _peopleOnShard.Where(entry => entry.Key != shard && entry.Value > 0).Select(entry => entry.Key))
        {
            _shards[shard].Handle(new ShardLetter.Link(Room, other));
            _shards[other].Handle(new ShardLetter.Link(Room, shard));
        }
    }

    private void GiveBack(int shard)
    {
        if (--_peopleOnShard[shard] > 0)
            return;

        foreach (var other in _peopleOnShard.Where(entry => entry.Key != shard).Select(entry => entry.Key).ToList())
        {
            Timeline.ScheduleAfter(TimeSpan.Zero, () => _shards[shard].Handle(new ShardLetter.Unlink(Room, other)));
            Timeline.ScheduleAfter(TimeSpan.Zero, () => _shards[other].Handle(new ShardLetter.Unlink(Room, shard)));
        }
    }

    private void Hear(MediaEvent what)
    {
        switch (what)
        {
            case MediaEvent.PeerGone(var peer, _, _):
                GiveBack((int)(peer.Value >> 48));
                break;
            case MediaEvent.DemandChanged(var publisher, _, var encodings):
                // The page hears it over signalling, some time later.
                Timeline.ScheduleAfter(TimeSpan.FromMilliseconds(20), () => _people.Find(person => person.Peer == publisher)?.Camera?.Demand(encodings));
                break;
        }
    }
}
