using System.Runtime.InteropServices;

namespace Protocols.OpenSsl;

/// <summary>
/// OpenSSL's retransmission timer, put under our clock. OpenSSL compares a point in time it has stored with the wall clock, at
/// every read, and offers no way to hand it the time. But it shows the stored point to the BIO whenever it moves
/// (BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT). Through 3.1 that is the stored point itself: we move it out of reach, and into the
/// past for the length of one call when our own deadline has come. From 3.2 on it is a copy, and moving it does nothing;
/// <see cref="Settle"/> finds out which by asking OpenSSL how long it means to wait. With a copy OpenSSL's clock stays in
/// charge of its part, at the same intervals as ours.
/// Invariant: <c>_stored</c> is null, or has been seen to be the point OpenSSL asks.
/// </summary>
/// <param name="leaveToOpenSsl">Behave as with a copy whatever the library, so that both ways can be tried with either.</param>
internal sealed unsafe class SslTimer(bool leaveToOpenSsl)
{
    private const long OutOfReach = 1L << 40;       // seconds; 35 000 years
    private const long LongestLength = 4_294;       // seconds; what 32 bits of microseconds hold
    private const double ShortestLength = 20_000;   // microseconds; OpenSSL takes less than 15 ms for none, and would spin

    private TimeValue* _shown;
    private TimeValue* _stored;

    /// <summary>A flight is on its way that wants an answer.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>A new flight has begun since the last <see cref="Settle"/>.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Counts how often a flight has been begun or begun again; what was written under an older number is void.</summary>
    public int Flight { get; private set; }

    /// <summary>Whether time passes only when we say so.</summary>
    public bool IsOurs => _stored != null;

    /// <summary>How long OpenSSL would wait if it had its way.</summary>
    public TimeSpan Interval { get; set; }

    public void Set(TimeValue* point)
    {
        IsRunning = point->Seconds != 0 || point->Microseconds != 0;
        _shown = null;
        if (!IsRunning || leaveToOpenSsl)
            return;

        *point = new TimeValue { Seconds = OutOfReach };
        _shown = point;
    }

    public uint Length(bool isNew)
    {
        Flight++;
        IsNew |= isNew;
        return (uint)Math.Clamp(Interval.TotalMicroseconds, ShortestLength, LongestLength * 1e6);
    }

    /// <summary>To be called after every call of OpenSSL that may have moved the timer.</summary>
    public void Settle(SslHandle ssl)
    {
        IsNew = false;
        if (_shown == null)
            return;

        TimeValue left = default;
        var isOurs = LibSsl.SSL_ctrl(ssl, LibSsl.DtlsGetTimeout, 0, &left) == 1 && left.Seconds > LongestLength;
        _stored = isOurs ? _shown : null;
        _shown = null;
    }

    /// <summary>Lets OpenSSL find its time come, once; it moves the timer again when it retransmits.</summary>
    public void Expire()
    {
        if (_stored != null && IsRunning)
            *_stored = new TimeValue { Seconds = 1 };
    }

    /// <summary>The SSL is about to be freed, and the stored point with it.</summary>
    public void Forget()
    {
        _shown = _stored = null;
        IsRunning = IsNew = false;
    }
}

/// <summary>struct timeval of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeValue
{
    public long Seconds;
    public long Microseconds;
}
