using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtp;

namespace SignalingHost.Mixing;

/// <summary>The twins that one picture thread makes. A defect ends one of them, and who misses it asks for it again; the others go on.</summary>
internal sealed class PictureTwins(Func<RoomId, IEngineSeat?> trySit, PicturePool pool, ILogger log, Action<TrackId> closed) : IDisposable
{
    private readonly Dictionary<PeerId, RoomTwin> _bySeat = [];
    private readonly List<RoomTwin> _twins = [];
    private MixLimits _limits = MixLimits.None;
    private TwinStatistics _before = new();

    public TwinStatistics Statistics
    {
        get
        {
            var sum = _before;
            foreach (var twin in _twins)
                sum = sum.AndCounted(twin);

            return sum;
        }
    }

    public void Open(RoomId room, TrackId of, Instant now)
    {
        if (trySit(room) is not { } seat)
        {
            closed(of);
            return;
        }

        var twin = new RoomTwin(seat, of, pool, NameFault, now);
        _bySeat.Add(seat.Id, twin);
        _twins.Add(twin);
    }

    /// <summary>False: the event is about no twin.</summary>
    public bool TryHandle(EngineEvent what, Instant now)
    {
        if (!_bySeat.TryGetValue(what.Engine, out var twin))
            return false;

        try
        {
            twin.Handle(what, _limits, now);
        }
        catch (Exception fault)
        {
            Fail(twin, fault);
        }

        return true;
    }

    /// <summary>False: the packet is for no twin.</summary>
    public bool TryReceive(in EnginePacket facts, in RtpPacket packet, Instant now)
    {
        if (!_bySeat.TryGetValue(facts.Engine, out var twin))
            return false;

        try
        {
            twin.Receive(facts, packet, now);
        }
        catch (Exception fault)
        {
            Fail(twin, fault);
        }

        return true;
    }

    /// <summary>Says when it is to be called again.</summary>
    public Instant Advance(Instant now)
    {
        var next = Instant.Never;
        for (var i = _twins.Count - 1; i >= 0; i--)
        {
            var twin = _twins[i];
            if (twin.IsOver(now))
            {
                Close(twin);
                continue;
            }

            if (twin.NextDeadline <= now)
                Advance(twin, now);

            next = Instant.Earlier(next, twin.NextDeadline);
        }

        return next;
    }

    public void SetLimits(MixLimits limits)
    {
        _limits = limits;
        foreach (var twin in _twins)
            twin.Transcoder?.SetLimits(limits);
    }

    public void Dispose()
    {
        foreach (var twin in _twins)
            twin.Dispose();
    }

    private void Advance(RoomTwin twin, Instant now)
    {
        try
        {
            twin.Advance(now);
        }
        catch (Exception fault)
        {
            Fail(twin, fault);
        }
    }

    private void Fail(RoomTwin twin, Exception fault)
    {
        Log.TwinFault(log, fault, twin.Seat.Room.Value);
        _before = _before with { Faults = _before.Faults + 1 };
        Close(twin);
    }

    private void Close(RoomTwin twin)
    {
        if (!_twins.Remove(twin))
            return;

        _bySeat.Remove(twin.Seat.Id);
        _before = _before.AndCounted(twin);

        // First this, or who misses it now asks for one that is still thought to be there.
        closed(twin.Of);
        twin.Dispose();
    }

    private void NameFault(RoomTwin twin, ParticipantId who, DecodeOutcome fault) => Log.PictureNotDecoded(log, who.Value, twin.Seat.Room.Value, fault.ToString());
}

/// <summary>What is counted of the twins of a thread.</summary>
internal sealed record TwinStatistics
{
    public long Encoded { get; init; }

    /// <summary>What was done, in seconds of a core by the cost model.</summary>
    public double Work { get; init; }

    public long LeftOut { get; init; }

    public long Dropped { get; init; }

    public long Stopped { get; init; }

    public long Faults { get; init; }

    public TwinStatistics AndCounted(RoomTwin twin) => this with
    {
        Encoded = Encoded + (twin.Transcoder?.PicturesEncoded ?? 0),
        Work = Work + (twin.Transcoder?.Work ?? 0),
        LeftOut = LeftOut + (twin.Transcoder?.PicturesLeftOut ?? 0),
        Dropped = Dropped + twin.Dropped,
        Stopped = Stopped + twin.Stopped,
    };
}
