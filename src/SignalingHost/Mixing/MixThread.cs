using System.Threading.Channels;
using MediaServer.Edge;
using MediaServer.Engines;
using MediaServer.Tracks;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>
/// A thread that mixes for some rooms: its letters, its way to the shards, and its rest until the next of the rooms is due. All of <see cref="IMixWork{TLetter}"/> is
/// called on it, and when it has ended on whoever ended it, so what is worked on has no locks. Anybody may post, and never waits.
/// </summary>
internal sealed class MixThread<TLetter> : IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private readonly Channel<TLetter> _letters;

    // Not disposed of: a shard may wake the thread while it ends.
    private readonly AutoResetEvent _woken = new(initialState: false);
    private readonly IMixWork<TLetter> _work;
    private readonly EnginePort _port;
    private readonly Thread _thread;
    private readonly int _niceness;
    private volatile bool _isEnding;

    public MixThread(MixThreadSetup setup, MediaNode node, IMixWork<TLetter> work)
    {
        (_work, _niceness) = (work, setup.Niceness);
        _letters = Channel.CreateBounded<TLetter>(new BoundedChannelOptions(setup.MailboxSize) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _port = node.OpenEnginePort(wake: setup.PacketsWake ? () => _woken.Set() : () => { });
        _thread = new Thread(Run) { Name = setup.Name, IsBackground = true };
    }

    public Instant Now => _port.Now;

    public void Start() => _thread.Start();

    /// <summary>False when the thread is too far behind, or has ended.</summary>
    public bool Post(TLetter letter)
    {
        if (!_letters.Writer.TryWrite(letter))
            return false;

        _woken.Set();
        return true;
    }

    /// <summary>Again does nothing: whoever started it ends it, and the container, which made it, does too.</summary>
    public void Dispose()
    {
        if (_isEnding)
            return;

        _isEnding = true;
        _letters.Writer.TryComplete();
        _woken.Set();
        if (_thread.IsAlive)
            _thread.Join();

        _work.End();
    }

    /// <summary>A chair in a room, for the work alone. Null when its shard is overloaded.</summary>
    public IEngineSeat? TrySit(RoomId room) => _port.TrySit(room);

    private void Run()
    {
        _ = ThreadNiceness.TryTake(_niceness);
        while (!_isEnding)
        {
            var now = _port.Now;
            while (_letters.Reader.TryRead(out var letter))
                _work.Handle(letter, now);

            _port.Receive(_work, now);
            _work.Advance(now);
            _port.Flush();

            var end = _port.Now;
            _work.Measure(now, end);
            Rest(_work.NextDeadline, end);
        }
    }

    private void Rest(Instant until, Instant now)
    {
        var rest = until == Instant.Never ? LongestRest : until - now;
        if (rest > TimeSpan.Zero)
            _woken.WaitOne((int)Math.Ceiling(Math.Min(rest.TotalMilliseconds, LongestRest.TotalMilliseconds)));
    }
}

/// <summary>What a <see cref="MixThread{TLetter}"/> does, turn by turn, in this order: letters, what the shards have sent, what is due.</summary>
internal interface IMixWork<in TLetter> : IEngine
{
    Instant NextDeadline { get; }

    void Handle(TLetter letter, Instant now);

    void Advance(Instant now);

    /// <summary>So long the turn has taken.</summary>
    void Measure(Instant from, Instant to);

    /// <summary>There are no more turns.</summary>
    void End();
}

internal sealed record MixThreadSetup(string Name)
{
    public required int MailboxSize { get; init; }

    /// <summary>What of <see cref="ThreadNiceness"/> it is given, where the system allows it.</summary>
    public required int Niceness { get; init; }

    /// <summary>What the shards send ends the rest. Else it is found when something is due.</summary>
    public bool PacketsWake { get; init; }
}
