namespace Protocols.Congestion;

/// <summary>The last few windows taken together.</summary>
internal sealed class LossTally
{
    private const int Most = 3;

    private readonly LossWindow[] _windows = new LossWindow[Most];
    private int _next;

    public int Packets { get; private set; }

    public int Lost { get; private set; }

    public double Share => Packets > 0 ? (double)Lost / Packets : 0;

    public Bitrate SentRate
    {
        get
        {
            double weighted = 0;
            foreach (ref readonly var window in _windows.AsSpan())
                weighted += (double)window.SentRate.BitsPerSecond * window.Packets;

            return Packets > 0 ? new Bitrate((long)(weighted / Packets)) : Bitrate.Zero;
        }
    }

    public void Add(in LossWindow window)
    {
        Packets += window.Packets - _windows[_next].Packets;
        Lost += window.Lost - _windows[_next].Lost;
        _windows[_next] = window;
        _next = (_next + 1) % Most;
    }

    public void Clear()
    {
        Array.Clear(_windows);
        Packets = 0;
        Lost = 0;
    }
}
