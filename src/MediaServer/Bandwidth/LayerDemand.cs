using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>
/// How many spatial layers of one published track anybody needs: 0 is nobody, 1 the smallest. More is asked for at once, less only
/// after a while, because somebody scrolls back or takes the place on stage again more often than not. The answer goes to the
/// publisher, who then spends neither uplink nor encoder on what nobody sees.
/// </summary>
public sealed class LayerDemand(LayerDemandOptions options)
{
    public const int MostLayers = 4;

    // How many subscribers need just so many layers; those who need none are not counted in, only out.
    private readonly int[] _subscribers = new int[MostLayers + 1];
    private Instant _lowerAt = Instant.Never;

    /// <summary>What the publisher is asked to send.</summary>
    public int Layers { get; private set; }

    public Instant NextDeadline => _lowerAt;

    private int Needed
    {
        get
        {
            for (var layers = MostLayers; layers > 0; layers--)
            {
                if (_subscribers[layers] > 0)
                    return layers;
            }

            return 0;
        }
    }

    /// <summary>A subscriber who needed <paramref name="before"/> layers needs <paramref name="after"/>. True if the publisher has to hear.</summary>
    public bool Change(int before, int after, Instant now)
    {
        _subscribers[Bounded(before)]--;
        _subscribers[Bounded(after)]++;
        return Settle(now);
    }

    /// <summary>Call when <see cref="NextDeadline"/> has come. True if the publisher has to hear.</summary>
    public bool Advance(Instant now) => Settle(now);

    private static int Bounded(int layers) => Math.Clamp(layers, 0, MostLayers);

    private bool Settle(Instant now)
    {
        var needed = Needed;
        if (needed == Layers)
        {
            _lowerAt = Instant.Never;
            return false;
        }

        if (needed < Layers)
        {
            if (_lowerAt == Instant.Never)
                _lowerAt = now + options.LowerAfter;

            if (now < _lowerAt)
                return false;
        }

        _lowerAt = Instant.Never;
        Layers = needed;
        return true;
    }
}
