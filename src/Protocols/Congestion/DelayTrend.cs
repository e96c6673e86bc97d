using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Protocols.Congestion;

/// <summary>
/// Is the queue growing? A line is fitted through the last 20 smoothed delays; its slope, amplified, is compared with a threshold
/// that adapts, so that we are neither deaf on jittery paths nor starved by loss-based TCP beside us
/// (Carlucci et al., "Congestion Control for Web Real-Time Communication", §4.2; draft-ietf-rmcat-gcc-02 §5).
/// </summary>
public sealed class DelayTrend
{
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const double Gain = 4;
    private const int MostDeltasCounted = 60;
    private const double OveruseMilliseconds = 10;
    private const double FirstThreshold = 12.5;
    private const double LeastThreshold = 6;
    private const double MostThreshold = 600;
    private const double RisingGain = 0.0087;
    private const double FallingGain = 0.039;

    // A spike this far over the threshold is a route change or a stall; learning from it would make us deaf for minutes.
    private const double Spike = 15;

    private Readings _arrived;
    private Readings _smoothed;
    private int _count;
    private int _deltas;
    private TimeSpan _firstArrival;
    private double _accumulated;
    private double _smoothedDelay;
    private double _previousTrend;
    private double _threshold = FirstThreshold;
    private double _overusingMilliseconds = -1;
    private int _overusingDeltas;
    private Instant _lastAdapted = Instant.Never;

    public DelayState State { get; private set; } = DelayState.Normal;

    /// <summary>The delay above that of the first packet, smoothed, in milliseconds. Drifts with the receiver's clock.</summary>
    public double SmoothedDelay => _smoothedDelay;

    public double Threshold => _threshold;

    public void Receive(in GroupDelta delta, Instant now)
    {
        if (_deltas == 0)
            _firstArrival = delta.ArrivedAt;

        _deltas = Math.Min(_deltas + 1, MostDeltasCounted);
        _accumulated += delta.QueueGrowth;
        _smoothedDelay = (Smoothing * _smoothedDelay) + ((1 - Smoothing) * _accumulated);

        _arrived[_count % Window] = (delta.ArrivedAt - _firstArrival).TotalMilliseconds;
        _smoothed[_count % Window] = _smoothedDelay;
        _count = _count == int.MaxValue ? (_count % Window) + Window + 1 : _count + 1;

        var trend = _count >= Window ? Slope() : _previousTrend;
        Detect(trend, delta.SentMilliseconds, now);
    }

    private double Slope()
    {
        // Four at a time: this is asked for a dozen times in every report of every receiver.
        var xs = MemoryMarshal.Cast<double, Vector256<double>>((ReadOnlySpan<double>)_arrived);
        var ys = MemoryMarshal.Cast<double, Vector256<double>>((ReadOnlySpan<double>)_smoothed);
        var (sumX, sumY) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < xs.Length; i++)
        {
            sumX += xs[i];
            sumY += ys[i];
        }

        var meanX = Vector256.Create(Vector256.Sum(sumX) / Window);
        var meanY = Vector256.Create(Vector256.Sum(sumY) / Window);
        var (numerator, denominator) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < xs.Length; i++)
        {
            var x = xs[i] - meanX;
            numerator += x * (ys[i] - meanY);
            denominator += x * x;
        }

        var spread = Vector256.Sum(denominator);
        return spread > 0 ? Vector256.Sum(numerator) / spread : _previousTrend;
    }

    private void Detect(double trend, double sentMilliseconds, Instant now)
    {
        var amplified = _deltas * trend * Gain;
        if (amplified > _threshold)
        {
            _overusingMilliseconds = _overusingMilliseconds < 0 ? sentMilliseconds / 2 : _overusingMilliseconds + sentMilliseconds;
            _overusingDeltas++;
            if (_overusingMilliseconds > OveruseMilliseconds && _overusingDeltas > 1 && trend >= _previousTrend)
            {
                _overusingMilliseconds = 0;
                _overusingDeltas = 0;
                State = DelayState.Overuse;
            }
        }
        else
        {
            _overusingMilliseconds = -1;
            _overusingDeltas = 0;
            State = amplified < -_threshold ? DelayState.Underuse : DelayState.Normal;
        }

        _previousTrend = trend;
        Adapt(Math.Abs(amplified), now);
    }

    private void Adapt(double amplified, Instant now)
    {
        var sinceLast = _lastAdapted == Instant.Never ? 0 : Math.Clamp((now - _lastAdapted).TotalMilliseconds, 0, 100);
        _lastAdapted = now;
        if (amplified > _threshold + Spike)
            return;

        var gain = amplified < _threshold ? FallingGain : RisingGain;
        _threshold = Math.Clamp(_threshold + (gain * (amplified - _threshold) * sinceLast), LeastThreshold, MostThreshold);
    }

    [InlineArray(Window)]
    private struct Readings
    {
        private double _reading;
    }
}
