using Protocols.Rtp;

namespace Protocols.Srtp;

/// <summary>What a receiver keeps of one SSRC: the indices it has accepted and, from them, how often the sequence number has wrapped.</summary>
internal sealed class SrtpStream(uint ssrc)
{
    // While a stream is refused packet after packet, every sixteenth is tried under a later rollover too, one to four wraps ahead.
    private const int RefusalsPerTrial = 16;
    private const int FurthestTrial = 4;
    private const long Wrap = 1 << 16;

    private ReplayWindow _window;
    private int _refusalsInARow;

    public uint Ssrc { get; } = ssrc;

    /// <summary>
    /// How many wraps further than the nearest the next packet is to be tried if the nearest fails; mostly 0, which is not at all.
    /// After an outage of more than 32 768 packets the nearest is wrong, and without this would stay wrong for good.
    /// </summary>
    public int WrapsToTryAhead => _refusalsInARow % RefusalsPerTrial == RefusalsPerTrial - 1 ? (_refusalsInARow / RefusalsPerTrial) + 1 : 0;

    /// <summary>
    /// The 48-bit index that a sequence number stands for: the one nearest to the highest we have (RFC 3711 §3.3.1), or that many
    /// wraps later. False if the packet has been here, is too old to tell, is of before the stream began, or of after its last index.
    /// </summary>
    public bool TryPlace(SequenceNumber sequence, int wrapsAhead, out ulong index)
    {
        var highest = (long)_window.Highest;
        var place = highest + (sequence - new SequenceNumber((ushort)highest)) + (wrapsAhead * Wrap);
        index = (ulong)place;
        return place is >= 0 and < 1L << 48 && _window.MayAccept(index);
    }

    public bool MayAccept(ulong index) => _window.MayAccept(index);

    public void Accept(ulong index)
    {
        _window.Mark(index);
        _refusalsInARow = 0;
    }

    public void Refuse() => _refusalsInARow = (_refusalsInARow + 1) % (RefusalsPerTrial * FurthestTrial);
}
