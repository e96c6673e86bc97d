namespace Protocols.Congestion;

/// <summary>Cuts the stream of reports into stretches long enough for a share of loss to mean something.</summary>
internal sealed class LossCounter
{
    private const int FewestPackets = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private int _packets;
    private int _lost;
    private long _bytes;
    private Instant _first = Instant.Never;
    private Instant _last;

    public void Add(in PacketResult result)
    {
        if (result.Revised)
        {
            _lost = Math.Max(0, _lost - 1);
            return;
        }

        if (_first == Instant.Never)
            _first = _last = result.SentAt;

        _first = Instant.Earlier(_first, result.SentAt);
        _last = Instant.Later(_last, result.SentAt);
        _packets++;
        _bytes += result.Bytes;
        if (!result.Received)
            _lost++;
    }

    public bool TryClose(Bitrate target, TimeSpan queue, TimeSpan roundTrip, out LossWindow window)
    {
        var span = _first == Instant.Never ? TimeSpan.Zero : _last - _first;
        if (span < Shortest || (_packets < FewestPackets && span < Longest))
        {
            window = default;
            return false;
        }

        window = new LossWindow(_packets, _lost, Bitrate.Of(_bytes, span), target, queue, roundTrip);
        _packets = _lost = 0;
        _bytes = 0;
        _first = Instant.Never;
        return true;
    }
}
