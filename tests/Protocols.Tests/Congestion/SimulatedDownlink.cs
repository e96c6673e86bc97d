using Protocols.Congestion;
using Protocols.Rtp;

namespace Protocols.Tests.Congestion;

/// <summary>
/// A server that sends 30 frames a second and 50 audio packets a second to one receiver over a bottleneck, in steps of one
/// millisecond. The video follows the target, or what <see cref="Video"/> makes of it.
/// </summary>
public sealed class SimulatedDownlink(LinkConditions conditions, int seed, CongestionOptions? options = null, ILossRule? lossRule = null)
{
    private const int PacketBytes = 1_200;
    private const int AudioBytes = 120;
    private static readonly Bitrate AudioRate = Bitrate.Of(AudioBytes * 50, TimeSpan.FromSeconds(1));

    private readonly Random _weather = new(seed);
    private readonly Queue<int> _waiting = new();
    private readonly PriorityQueue<(SequenceNumber Number, TimeSpan Arrived), long> _inFlight = new();
    private readonly PriorityQueue<(SequenceNumber From, SequenceNumber To, Dictionary<ushort, TimeSpan> Seen), long> _feedback = new();
    private readonly Dictionary<ushort, TimeSpan> _seen = [];
    private readonly PacketResult[] _results = new PacketResult[SentPackets.MostPackets];
    private readonly List<double> _queueing = [];

    private SequenceNumber? _reportedTo;
    private SequenceNumber _highestSeen;
    private bool _seenAny;
    private Instant _bottleneckFreeAt = new(TimeSpan.TicksPerHour);
    private Instant _nextFeedback = new(TimeSpan.TicksPerHour);
    private double _frameBytes;
    private int _milliseconds;

    public LinkConditions Conditions { get; set; } = conditions;

    public CongestionControl Control { get; } = new(options ?? new CongestionOptions(), lossRule);

    /// <summary>What the video makes of the rate that it may have: at first, all of it.</summary>
    public Func<Bitrate, Bitrate> Video { get; set; } = allowed => allowed;

    public bool FeedbackBlocked { get; set; }

    public Instant Now { get; private set; } = new(TimeSpan.TicksPerHour);

    public long PacketsSent { get; private set; }

    public long PaddingSent { get; private set; }

    public long PacketsDropped { get; private set; }

    public double AverageQueueMilliseconds => _queueing.Count == 0 ? 0 : _queueing.Average();

    public List<Bitrate> TargetEachTenth { get; } = [];

    public Bitrate Target => Control.Target;

    public void ForgetStatistics()
    {
        _queueing.Clear();
        TargetEachTenth.Clear();
    }

    public void RunFor(double seconds)
    {
        if (_milliseconds == 0)
            Control.Open(Now);

        for (var end = _milliseconds + (int)(seconds * 1_000); _milliseconds < end; _milliseconds++)
            Step();
    }

    /// <summary>How long until the target has left or reached a level; gives up after <paramref name="atMost"/> seconds.</summary>
    public double SecondsUntil(Func<Bitrate, bool> reached, double atMost)
    {
        var begun = _milliseconds;
        while (!reached(Target) && _milliseconds - begun < atMost * 1_000)
            RunFor(0.001);

        return (_milliseconds - begun) / 1_000.0;
    }

    private void Step()
    {
        Now += TimeSpan.FromMilliseconds(1);
        Produce();
        Send();
        Receive();
        Report();
        if (Control.NextDeadline <= Now)
            Control.Advance(Now);

        if (_milliseconds % 100 == 0)
            TargetEachTenth.Add(Target);
    }

    private void Produce()
    {
        if (_milliseconds % 20 == 0)
            Transmit(AudioBytes, PacketKind.Audio);

        // 30 frames a second: every 33rd or 34th millisecond.
        if (_milliseconds * 30 / 1_000 == (_milliseconds - 1) * 30 / 1_000 && _milliseconds > 0)
            return;

        var rate = Video(Bitrate.Higher(Target - AudioRate, Bitrate.Zero));
        _frameBytes += rate.BytesIn(TimeSpan.FromSeconds(1.0 / 30)) * (0.8 + (0.4 * _weather.NextDouble()));

        // An encoder drops a frame rather than let the pacer's queue grow past a quarter of a second.
        if (_waiting.Sum() > rate.BytesIn(TimeSpan.FromMilliseconds(250)))
            return;

        while (_frameBytes > 0)
        {
            var bytes = (int)Math.Clamp(_frameBytes, 100, PacketBytes);
            _waiting.Enqueue(bytes);
            _frameBytes -= bytes;
        }
    }

    private void Send()
    {
        while (_waiting.TryPeek(out var bytes) && Control.MaySend(bytes, PacketKind.Video, Now))
            Transmit(_waiting.Dequeue(), PacketKind.Video);

        while (_waiting.Count == 0 && Control.Pacer.WantsPadding(Now))
            Transmit(PacketBytes, PacketKind.Padding);
    }

    private void Transmit(int bytes, PacketKind kind)
    {
        var number = Control.Next;
        Control.Sent(bytes, kind, Now);
        PacketsSent++;
        PaddingSent += kind == PacketKind.Padding ? 1 : 0;
        if (_weather.NextDouble() < Conditions.Loss)
            return;

        var begins = Instant.Later(_bottleneckFreeAt, Now);
        _queueing.Add((begins - Now).TotalMilliseconds);
        if (begins - Now > Conditions.Queue)
        {
            PacketsDropped++;
            return;
        }

        _bottleneckFreeAt = begins + Conditions.Rate.TimeToSend(bytes);
        var arrives = _bottleneckFreeAt + Conditions.Delay + (Conditions.Jitter * _weather.NextDouble());
        _inFlight.Enqueue((number, RemoteClock(arrives)), arrives.Ticks);
    }

    private TimeSpan RemoteClock(Instant at)
    {
        var ticks = (at.Ticks * (1 + Conditions.ClockDrift)) + Conditions.ClockOffset.Ticks;
        return new TimeSpan((long)(ticks / 2_500) * 2_500);
    }

    private void Receive()
    {
        while (_inFlight.TryPeek(out var packet, out var at) && at <= Now.Ticks)
        {
            _inFlight.Dequeue();
            _seen[packet.Number.Value] = packet.Arrived;
            if (!_seenAny || packet.Number.IsNewerThan(_highestSeen))
                _highestSeen = packet.Number;

            _reportedTo ??= packet.Number - 1;
            _seenAny = true;
        }
    }

    private void Report()
    {
        if (_nextFeedback <= Now)
        {
            _nextFeedback = Now + Conditions.FeedbackInterval;
            MakeFeedback();
        }

        while (_feedback.TryPeek(out var report, out var at) && at <= Now.Ticks)
        {
            _feedback.Dequeue();
            var count = 0;
            for (var number = report.From; number != report.To.Next; number = number.Next)
            {
                var received = report.Seen.TryGetValue(number.Value, out var arrived);
                if (Control.Packets.TryTake(number, received, arrived, Now, out _results[count]))
                    count++;
            }

            Control.Receive(_results.AsSpan(0, count), Now);
        }
    }

    private void MakeFeedback()
    {
        if (_seen.Count == 0 || _reportedTo is not { } reported)
            return;

        // Stragglers reopen what was already reported as a hole.
        var from = _seen.Keys.Select(k => new SequenceNumber(k)).Aggregate(reported.Next, (a, b) => a.IsNewerThan(b) ? b : a);
        var report = (from, _highestSeen, new Dictionary<ushort, TimeSpan>(_seen));
        _seen.Clear();
        _reportedTo = _highestSeen;

        var back = Conditions.Delay;
        if (FeedbackBlocked || _weather.NextDouble() < Conditions.FeedbackTrouble)
            return;

        if (_weather.NextDouble() < Conditions.FeedbackTrouble)
            back += Conditions.FeedbackInterval * 1.5;

        _feedback.Enqueue(report, (Now + back).Ticks);
        if (_weather.NextDouble() < Conditions.FeedbackTrouble)
            _feedback.Enqueue(report, (Now + back + TimeSpan.FromMilliseconds(7)).Ticks);
    }
}
