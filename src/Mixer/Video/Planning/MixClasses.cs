using Protocols;

namespace Mixer.Video.Planning;

/// <summary>
/// Puts each viewer into a class, so that what is the same for several is encoded once. Who cannot take the rate of his class moves to a lower one at once, and
/// up again after a while of plenty; nobody else notices either. A class exists while somebody is in it.
/// </summary>
public sealed class MixClasses(MixClassOptions options, IMixClassOutput output)
{
    private readonly Dictionary<ViewerId, Viewer> _viewers = [];
    private readonly Dictionary<MixClass, int> _classes = [];
    private MixLimits _limits = MixLimits.None;

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public IReadOnlyCollection<MixClass> Classes => _classes.Keys;

    /// <summary><paramref name="shared"/> is what he is shown when views of one's own are given up.</summary>
    public void Add(ViewerId id, ViewId view, ViewId shared, ViewerLimits limits, Instant now)
    {
        var viewer = new Viewer(limits) { View = view, Shared = shared, RiseAfter = options.RiseAfter };
        _viewers.Add(id, viewer);
        Place(id, viewer, RateLadder.Best(limits, viewer.Available, _limits), now);
    }

    public void Remove(ViewerId id)
    {
        if (!_viewers.Remove(id, out var viewer))
            return;

        Leave(viewer.Class);
        Schedule();
    }

    public void Show(ViewerId id, ViewId view, ViewId shared, Instant now)
    {
        var viewer = _viewers[id];
        (viewer.View, viewer.Shared) = (view, shared);
        Place(id, viewer, viewer.Class.Step, now);
    }

    /// <summary>What the line of a viewer carries at the moment.</summary>
    public void SetAvailable(ViewerId id, Bitrate available, Instant now)
    {
        var viewer = _viewers[id];
        viewer.Available = available;
        if (available < viewer.Class.Step.Rate)
            Fall(id, viewer, now);
        else if (Reachable(viewer).Rate <= viewer.Class.Step.Rate)
            viewer.PlentySince = Instant.Never;
        else
            viewer.PlentySince = Instant.Earlier(viewer.PlentySince, now);
        Schedule();
    }

    /// <summary>Everybody who has more than is allowed now moves at once; who could have more rises as usual.</summary>
    public void SetLimits(MixLimits limits, Instant now)
    {
        _limits = limits;
        foreach (var (id, viewer) in _viewers)
            Place(id, viewer, RateLadder.Best(viewer.Limits, Bitrate.Lower(viewer.Available, viewer.Class.Step.Rate), limits), now);
        foreach (var (id, viewer) in _viewers)
            SetAvailable(id, viewer.Available, now);
    }

    public void Advance(Instant now)
    {
        if (now < NextDeadline)
            return;

        foreach (var (id, viewer) in _viewers)
        {
            if (viewer.RisesAt > now)
                continue;

            viewer.RoseAt = now;
            Place(id, viewer, Reachable(viewer), now);
        }

        Schedule();
    }

    /// <summary>Where he could rise to. An estimate seldom exceeds what a terminal asked for, so that much is enough for its best step.</summary>
    private RateStep Reachable(Viewer viewer) => RateLadder.Best(
        viewer.Limits, viewer.Available >= viewer.Limits.Highest ? viewer.Available : viewer.Available * (1 / options.Headroom), _limits);

    private void Fall(ViewerId id, Viewer viewer, Instant now)
    {
        // Who falls soon after he rose was pushed too far, and is left longer in peace the next time.
        var isRelapse = viewer.RoseAt != Instant.Never && now - viewer.RoseAt < options.RiseAfter;
        viewer.RiseAfter = isRelapse ? TimeSpan.FromTicks(Math.Min(viewer.RiseAfter.Ticks * 2, options.LongestRise.Ticks)) : options.RiseAfter;
        Place(id, viewer, RateLadder.Best(viewer.Limits, viewer.Available, _limits), now);
    }

    private void Place(ViewerId id, Viewer viewer, RateStep step, Instant now)
    {
        var view = _limits.PersonalViews ? viewer.View : viewer.Shared;
        var (before, after) = (viewer.Class, new MixClass(view, step, viewer.Limits.Profile));
        if (before == after)
            return;

        viewer.Class = after;
        if (before.Step != after.Step)
            viewer.PlentySince = Instant.Never;
        Enter(after, now);
        output.Move(id, after, now);
        if (before != default)
            Leave(before);
    }

    private void Enter(MixClass mixed, Instant now)
    {
        var count = _classes.GetValueOrDefault(mixed);
        _classes[mixed] = count + 1;
        if (count == 0)
            output.Open(mixed, now);
    }

    private void Leave(MixClass mixed)
    {
        if (--_classes[mixed] > 0)
            return;

        _classes.Remove(mixed);
        output.Close(mixed);
    }

    private void Schedule()
    {
        NextDeadline = Instant.Never;
        foreach (var viewer in _viewers.Values)
            NextDeadline = Instant.Earlier(NextDeadline, viewer.RisesAt);
    }

    private sealed class Viewer(ViewerLimits limits)
    {
        public ViewerLimits Limits => limits;

        public ViewId View { get; set; }

        public ViewId Shared { get; set; }

        public MixClass Class { get; set; }

        public Bitrate Available { get; set; } = limits.Highest;

        public Instant PlentySince { get; set; } = Instant.Never;

        public Instant RoseAt { get; set; } = Instant.Never;

        public TimeSpan RiseAfter { get; set; }

        public Instant RisesAt => PlentySince + RiseAfter;
    }
}

/// <summary>Where classes become encoders.</summary>
public interface IMixClassOutput
{
    void Open(MixClass mixed, Instant now);

    /// <summary>He gets the packets of this class from its next key frame on.</summary>
    void Move(ViewerId viewer, MixClass mixed, Instant now);

    void Close(MixClass mixed);
}

public sealed record MixClassOptions
{
    /// <summary>A line must have carried this much more than the better step needs …</summary>
    public double Headroom { get; init; } = 1.15;

    /// <summary>… for so long, before a viewer rises to it.</summary>
    public TimeSpan RiseAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait doubles with each relapse, up to this.</summary>
    public TimeSpan LongestRise { get; init; } = TimeSpan.FromSeconds(80);
}
