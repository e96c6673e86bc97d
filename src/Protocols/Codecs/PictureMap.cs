namespace Protocols.Codecs;

/// <summary>
/// Picture ids of one outgoing stream: continuous over pictures that were left out and over switches of the source. An id
/// goes round after 7, 15 or 16 bits, as its source has it; the outgoing count does not, and is cut when written.
/// Invariant: a picture of which a packet was sent keeps its id; one that was left out before any was sent has none.
/// </summary>
internal struct PictureMap
{
    /// <summary>How many pictures late a packet may be: four seconds at 30 per second.</summary>
    public const int Window = 128;

    private UInt128 _dropped;   // bit i: picture _highest - i was left out
    private long _highest;
    private long _first;
    private long _shift;        // outgoing - incoming, for pictures newer than every one left out
    private bool _hasSource;

    public readonly long HighestOutgoing => _highest + _shift;

    /// <summary>The first source of all keeps its ids; the picture that a later one begins with continues the last.</summary>
    public void SwitchTo(int first)
    {
        _shift = _hasSource ? HighestOutgoing + 1 - first : 0;
        _first = first;
        _highest = first - 1;
        _dropped = 0;
        _hasSource = true;
    }

    /// <summary>False when the picture was left out, lies before its source's beginning or before the window.</summary>
    public bool TryMap(int id, int bits, out long outgoing)
    {
        var late = AdvanceTo(id, bits);
        outgoing = _highest - late + _shift;
        if (late >= Window || _highest - late < _first || (_dropped >> late & 1) != 0)
            return false;

        outgoing += (int)UInt128.PopCount(_dropped & ((UInt128.One << late) - 1));
        return true;
    }

    /// <summary>Later pictures move up, unless a packet of this or of a later picture was sent.</summary>
    public void Drop(int id, int bits)
    {
        var before = _highest;
        if (AdvanceTo(id, bits) > 0 || _highest == before)
            return;

        _dropped |= 1;
        _shift--;
    }

    /// <summary>Too far away, either way, to be late or to have left something behind that may still come.</summary>
    public readonly bool IsBeyondWindow(int id, int bits) => _hasSource && Math.Abs(Steps(id, bits)) >= Window;

    private int AdvanceTo(int id, int bits)
    {
        if (!_hasSource)
            SwitchTo(id);

        var steps = Steps(id, bits);
        if (steps <= 0)
            return -steps;

        _dropped = steps >= Window ? 0 : _dropped << steps;
        _highest += steps;
        return 0;
    }

    private readonly int Steps(int id, int bits) => unchecked((id - (int)_highest) << (32 - bits)) >> (32 - bits);
}
