using Protocols.Rtp;

namespace Protocols.Srtp;

/// <summary>What a receiver keeps of one SSRC: the indices it has accepted and, from them, how often the sequence number has wrapped.</summary>
internal sealed class SrtpStream(uint ssrc)
{
    // While a stream is refused packet after packet, one in sixteen is tried under a later rollover, one to four wraps ahead.
    private const int RefusalsPerTrial = 16;
    private const int FurthestTrial = 4;
    private const long Wrap = 1 << 16;

    private ReplayWindow _window;
    private int _refusalsInARow;

    public uint Ssrc { get; } = ssrc;

    public bool MayAccept(ulong index) => _window.MayAccept(index);

    /// <summary>
    /// The 48-bit index that a sequence number most likely stands for: the one nearest to the highest we have (RFC 3711 §3.3.1).
    /// After an outage of more than 32 768 packets the nearest is the wrong one, and without help would stay wrong for good; so a
    /// stream that is refused again and again is tried further ahead now and then. Forged packets can bring that about too, but
    /// cost a good packet at most one time in sixteen, and only authentication decides.
    /// False if the stream had not begun yet at that index, or if it is over.
    /// </summary>
    public bool TryEstimateIndex(SequenceNumber sequence, out ulong index)
    {
        var highest = (long)_window.Highest;
        var estimate = highest + (sequence - new SequenceNumber((ushort)highest)) + (WrapsAhead * Wrap);
        index = (ulong)estimate;
        return estimate is >= 0 and < 1L << 48;
    }

    public void Accept(ulong index)
    {
        _window.Mark(index);
        _refusalsInARow = 0;
    }

    public void Refuse() => _refusalsInARow = (_refusalsInARow + 1) % (RefusalsPerTrial * FurthestTrial);

    private int WrapsAhead => _refusalsInARow % RefusalsPerTrial == RefusalsPerTrial - 1 ? (_refusalsInARow / RefusalsPerTrial) + 1 : 0;
}
