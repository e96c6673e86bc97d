namespace Protocols.Dtls;

/// <summary>
/// When a flight without an answer is sent again, and in which way. OpenSSL gives a handshake up when it has retransmitted one
/// flight more than twelve times, which with short first waits is after nine seconds. So after the first few, only every
/// fourth is OpenSSL's own (new record numbers, which a peer needs to notice that its last flight was lost); between
/// them the same datagrams go out again, which serves as well whenever they had not arrived.
/// </summary>
internal sealed class RetransmissionTimer(TimeSpan first, TimeSpan longest)
{
    private const int OpenSslFirst = 4;
    private const int OpenSslEvery = 4;
    private const int OpenSslLimit = 12;

    private TimeSpan _interval;
    private int _count;
    private int _byOpenSsl;

    public Instant Deadline { get; private set; } = Instant.Never;

    /// <summary>How long it is until OpenSSL's next turn, counted from its last.</summary>
    public TimeSpan OpenSslInterval => _count == 0 ? first : _count < OpenSslFirst ? _interval : _interval * OpenSslEvery;

    public void Start(Instant now)
    {
        _interval = first;
        _count = _byOpenSsl = 0;
        Deadline = now + _interval;
    }

    public void Stop() => Deadline = Instant.Never;

    /// <summary>The deadline has come: counts this retransmission, sets the next, and says whether it is OpenSSL's turn.</summary>
    public bool NextIsOpenSsl(Instant now)
    {
        _count++;
        _interval = _interval * 2 < longest ? _interval * 2 : longest;
        Deadline = now + _interval;
        if ((_count > OpenSslFirst && _count % OpenSslEvery != 0) || _byOpenSsl == OpenSslLimit)
            return false;

        _byOpenSsl++;
        return true;
    }
}
