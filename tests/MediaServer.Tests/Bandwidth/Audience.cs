using MediaServer.Bandwidth;
using Protocols;

namespace MediaServer.Tests.Bandwidth;

/// <summary>What one receiver watches, and what he is granted.</summary>
internal sealed class Audience(AllocationOptions? options = null)
{
    /// <summary>Neither headroom nor waiting: what is granted depends on the budget alone.</summary>
    public static readonly AllocationOptions Prompt = new() { Headroom = 1, Hold = TimeSpan.Zero };

    private readonly List<Demand> _demands = [];
    private readonly List<LayerOption> _layers = [];
    private Grant[] _grants = [];

    public BandwidthAllocation Allocation { get; } = new(options ?? Prompt);

    /// <summary>Delay alone keeps the budget low.</summary>
    public bool MayBeDip { get; init; }

    public Instant Now { get; set; } = new(TimeSpan.TicksPerHour);

    public IReadOnlyList<Grant> Grants => _grants;

    public Grant this[int track] => _grants.Single(g => g.Track == track);

    public Bitrate Total => new(_grants.Sum(g => g.Bitrate.BitsPerSecond));

    /// <summary>180p, 360p and 720p at 30, 15 and 7.5 frames a second.</summary>
    public static LayerOption[] Camera() =>
    [
        Layer(0, 0, 180, 60), Layer(0, 1, 180, 90), Layer(0, 2, 180, 150),
        Layer(1, 0, 360, 200), Layer(1, 1, 360, 300), Layer(1, 2, 360, 500),
        Layer(2, 0, 720, 600), Layer(2, 1, 720, 900), Layer(2, 2, 720, 1_500),
    ];

    public static LayerOption Layer(int spatial, int temporal, int height, double kilobits, bool active = true) =>
        new(new LayerChoice((sbyte)spatial, (sbyte)temporal), height, Bitrate.Kilobits(kilobits), active);

    public Audience Watch(int track, DemandPriority priority, int height, params LayerOption[] layers)
    {
        _demands.RemoveAll(d => d.Track == track);
        _demands.Add(new Demand(track, priority, height, _layers.Count, layers.Length));
        _layers.AddRange(layers);
        return this;
    }

    public Audience Leave(int track)
    {
        _demands.RemoveAll(d => d.Track == track);
        return this;
    }

    public Audience Shuffle(Random random)
    {
        var shuffled = _demands.ToArray();
        random.Shuffle(shuffled);
        _demands.Clear();
        _demands.AddRange(shuffled);
        return this;
    }

    public Audience Given(Bitrate budget)
    {
        _grants = new Grant[_demands.Count];
        Allocation.Allocate(
            budget,
            MayBeDip,
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_demands),
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_layers),
            _grants,
            Now);
        return this;
    }

    public Audience GivenKilobits(double kilobits) => Given(Bitrate.Kilobits(kilobits));

    public Audience After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }
}
