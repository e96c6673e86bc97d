using MediaServer.Tracks;
using Protocols;
using Protocols.Loss;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace MediaServer.Peers;

/// <summary>
/// One encoding as a peer sends it: which SSRC it has, what has come and what is missing. Retransmissions of it come under an
/// SSRC of their own and join here.
/// </summary>
internal sealed class IncomingStream : INackOutput
{
    private const int MissingAtOnce = 128;

    private readonly NackGenerator? _nack;
    private readonly SequenceNumber[] _missing = new SequenceNumber[MissingAtOnce];
    private int _missingCount;
    private SequenceNumber? _keyFrame;
    private bool _gaveUp;

    public IncomingStream(PublishedTrack track, int encoding, Ssrc ssrc, NackOptions? nack)
    {
        Track = track;
        Encoding = encoding;
        Ssrc = ssrc;
        Statistics = new ReceptionStatistics(track.Setup.Codec.ClockRate);
        _nack = nack is null ? null : new NackGenerator(nack);
    }

    public PublishedTrack Track { get; }

    public int Encoding { get; }

    public Ssrc Ssrc { get; }

    public ReceptionStatistics Statistics { get; }

    public Instant NextDeadline => _nack?.NextDeadline ?? Instant.Never;

    /// <summary>Filled by <see cref="Advance"/>: what to ask for in one go.</summary>
    public ReadOnlySpan<SequenceNumber> Missing => _missing.AsSpan(0, _missingCount);

    public void SetRoundTrip(TimeSpan roundTrip)
    {
        if (_nack is not null)
            _nack.RoundTrip = roundTrip;
    }

    public DropReason Receive(in RtpPacket packet, bool isRestored, Instant now)
    {
        if (!isRestored)
            Statistics.Receive(packet.SequenceNumber, packet.Timestamp, now);

        _nack?.Receive(packet.SequenceNumber, now);
        var outcome = Track.Receive(Encoding, packet, now, now);
        if (Track.Encodings[Encoding].KeyFrame is { } first && first != _keyFrame)
        {
            _keyFrame = first;
            _nack?.ReceiveKeyFrame(first);
        }

        return outcome;
    }

    public void Advance(Instant now)
    {
        _missingCount = 0;
        _nack?.Advance(now, this);

        // What nobody watches is not repaired.
        if (!Track.IsEncodingWanted(Encoding))
            _missingCount = 0;
    }

    void INackOutput.Request(SequenceNumber missing)
    {
        if (_missingCount < MissingAtOnce)
            _missing[_missingCount++] = missing;
    }

    void INackOutput.GiveUp(int packets) => _gaveUp = true;

    /// <summary>Something is lost for good; a picture needs a key frame then. Said once.</summary>
    public bool TakeGaveUp()
    {
        var gaveUp = _gaveUp;
        _gaveUp = false;
        return gaveUp && Track.IsVideo && Track.IsEncodingShown(Encoding);
    }
}
