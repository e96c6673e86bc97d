namespace Protocols.Congestion;

/// <summary>
/// Measures at what rate the packets of a probe arrived. The last packet's bytes are not part of how fast they were sent, nor the
/// first one's of how fast they came: a rate is what lies between two instants.
/// </summary>
public sealed class ProbeMeter
{
    private const int LeastPackets = 4;
    private const double LeastShare = 0.8;
    private const double MostOverSent = 2;
    // The probe found the end of the link; its own queue must empty again.
    private const double Saturated = 0.9;
    private const double SaturatedSlack = 0.95;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private ProbePlan _plan;
    private int _packets;
    private int _bytes;
    private Instant _firstSent;
    private Instant _lastSent;
    private int _lastSentBytes;
    private TimeSpan _firstArrived;
    private TimeSpan _lastArrived;
    private int _firstArrivedBytes;
    private bool _changed;

    public void Start(in ProbePlan plan)
    {
        _plan = plan;
        _packets = 0;
        _bytes = 0;
        _changed = false;
    }

    public void Add(in PacketResult result)
    {
        if (result.Probe != _plan.Cluster || result.Probe == 0 || !result.Received)
            return;

        if (_packets == 0)
        {
            _firstSent = _lastSent = result.SentAt;
            _firstArrived = _lastArrived = result.ArrivedAt;
            _firstArrivedBytes = _lastSentBytes = result.Bytes;
        }

        if (result.SentAt >= _lastSent)
        {
            _lastSent = result.SentAt;
            _lastSentBytes = result.Bytes;
        }

        _firstSent = Instant.Earlier(_firstSent, result.SentAt);
        if (result.ArrivedAt < _firstArrived)
        {
            _firstArrived = result.ArrivedAt;
            _firstArrivedBytes = result.Bytes;
        }

        _lastArrived = result.ArrivedAt > _lastArrived ? result.ArrivedAt : _lastArrived;
        _packets++;
        _bytes += result.Bytes;
        _changed = true;
    }

    /// <summary>Once, when enough of the probe has been reported.</summary>
    /// <param name="inherentLoss">So much of it is expected to be missing, and was carried as far as the bottleneck is concerned.</param>
    public bool TryMeasure(double inherentLoss, out int cluster, out Bitrate measured)
    {
        cluster = _plan.Cluster;
        measured = Bitrate.Zero;
        if (!_changed || _packets < LeastPackets || _bytes < _plan.Bytes * LeastShare * (1 - inherentLoss))
            return false;

        _changed = false;
        var sentOver = _lastSent - _firstSent;
        var arrivedOver = _lastArrived - _firstArrived;
        if (sentOver <= TimeSpan.Zero || sentOver > Longest || arrivedOver <= TimeSpan.Zero || arrivedOver > Longest)
            return false;

        var carried = 1 / (1 - inherentLoss);
        var sent = Bitrate.Lower(Bitrate.Of(_bytes - _lastSentBytes, sentOver) * carried, _plan.Rate);
        var arrived = Bitrate.Of(_bytes - _firstArrivedBytes, arrivedOver) * carried;
        if (arrived > sent * MostOverSent)
            return false;

        measured = arrived < sent * Saturated ? arrived * SaturatedSlack : Bitrate.Lower(sent, arrived);
        _plan = default;
        return true;
    }
}
