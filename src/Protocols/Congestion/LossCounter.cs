namespace Protocols.Congestion;

/// <summary>
/// Cuts the stream of reports into stretches long enough for a share of loss to mean something. A long run of packets of which
/// none arrived is a line that was down and not one that was full, for even a full one lets its rate through; it is not counted.
/// </summary>
internal sealed class LossCounter
{
    private const int FewestPackets = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private const int FewestInOutage = 10;
    private static readonly TimeSpan ShortestOutage = TimeSpan.FromMilliseconds(500);

    private LostRun _run;
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

        if (!result.Received)
        {
            _run.Add(result);
            return;
        }

        if (_run.Packets < FewestInOutage || _run.Last - _run.First < ShortestOutage)
            Count(_run.Packets, _run.Packets, _run.Bytes, _run.First, _run.Last);

        _run = default;
        Count(1, 0, result.Bytes, result.SentAt, result.SentAt);
    }

    private void Count(int packets, int lost, long bytes, Instant first, Instant last)
    {
        if (packets == 0)
            return;

        if (_first == Instant.Never)
            (_first, _last) = (first, last);

        _first = Instant.Earlier(_first, first);
        _last = Instant.Later(_last, last);
        _packets += packets;
        _lost += lost;
        _bytes += bytes;
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

    /// <summary>Lost packets in a row, of which it is not known yet how they end.</summary>
    private struct LostRun
    {
        public int Packets;
        public long Bytes;
        public Instant First;
        public Instant Last;

        public void Add(in PacketResult result)
        {
            First = Packets == 0 ? result.SentAt : Instant.Earlier(First, result.SentAt);
            Last = Packets == 0 ? result.SentAt : Instant.Later(Last, result.SentAt);
            Packets++;
            Bytes += result.Bytes;
        }
    }
}
