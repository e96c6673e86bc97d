using System.Numerics;
using System.Runtime.CompilerServices;

namespace Protocols.Rtp;

/// <summary>
/// The sequence numbers of one outgoing stream (RFC 3550 §5.1): continuous over packets that were left out and over
/// switches of the source. A gap stays only where an incoming packet is missing and may still come, so a receiver never
/// asks for what nobody will send.
/// Invariant: a number, once handed out, belongs to one incoming packet for ever; a late packet gets the number that was
/// kept for it, and is refused when its place was closed.
/// </summary>
public sealed class SequenceRewriter
{
    /// <summary>How far behind the newest packet a late one may be. At 2 500 packets per second this is 800 ms.</summary>
    public const int Window = 2_048;

    private const int WordBits = 64;

    private DroppedBits _dropped;       // bit n mod Window: incoming n, of (_highest - Window, _highest], was left out
    private long _highest;              // newest incoming number of this source, mapped or left out
    private long _first;                // where this source began
    private long _shift;                // outgoing - incoming, for numbers newer than every one left out
    private SequenceNumber? _restartNext;
    private bool _hasSource;

    /// <summary>The first number handed out is <paramref name="firstOutgoing"/>.</summary>
    public SequenceRewriter(SequenceNumber firstOutgoing)
    {
        _highest = -1;
        _shift = firstOutgoing.Value;
    }

    /// <summary>The newest number handed out (rollovers × 65 536 + number), or one less than the first before any was.</summary>
    public long HighestOutgoing => _highest + _shift;

    /// <summary>The next number will be mapped in a moment: brings near where it is noted whether it was left out.</summary>
    public void Approach() => CacheLine.Fetch(ref _dropped[(int)(((_highest + 1) & (Window - 1)) / WordBits)], sizeof(ulong));

    /// <summary>The next source begins at <paramref name="firstOfNewSource"/>; to the receiver it continues the last one.</summary>
    public void SwitchTo(SequenceNumber firstOfNewSource)
    {
        var next = HighestOutgoing + 1;
        _first = firstOfNewSource.Value;
        _highest = _first - 1;
        _shift = next - _first;
        _dropped = default;
        _hasSource = true;
    }

    /// <summary>
    /// False when the packet is older than its source's beginning, older than the window, or its number was closed by
    /// <see cref="Drop"/>. A late packet that is not wanted may be mapped all the same and sent empty, as padding, to
    /// fill the gap that was kept for it.
    /// </summary>
    public bool TryMap(SequenceNumber incoming, out long extendedOutgoing)
    {
        var steps = AdvanceTo(incoming);
        var number = _highest + steps;
        extendedOutgoing = number + _shift;
        if (steps == 0)
            return !IsDropped(number);

        if (number < _first || steps <= -Window || IsDropped(number))
            return false;

        extendedOutgoing += DroppedAfter(number);
        return true;
    }

    /// <summary>
    /// The packet is not for this receiver. Later ones move up into its place; once a later one was sent, the place
    /// can't be closed any more and nothing happens.
    /// </summary>
    public void Drop(SequenceNumber incoming)
    {
        var before = _highest;
        if (AdvanceTo(incoming) < 0 || _highest == before)
            return;

        _dropped[(int)((_highest & (Window - 1)) / WordBits)] |= Bit(_highest);
        _shift--;
    }

    /// <summary>Moves the newest number up to <paramref name="incoming"/> and returns 0, or how far (negative) it is behind.</summary>
    private int AdvanceTo(SequenceNumber incoming)
    {
        if (!_hasSource)
            SwitchTo(incoming);

        var steps = incoming - new SequenceNumber(unchecked((ushort)_highest));
        if (steps <= -Window && IsRestart(incoming))
        {
            SwitchTo(incoming);
            steps = 1;
        }

        if (steps <= 0)
            return steps;

        if (steps > Window)
        {
            // What is missing here would be refused as too old if it came, so no gap is kept for it.
            SwitchTo(incoming);
            steps = 1;
        }

        for (var number = _highest + 1; number <= _highest + steps; number++)
            _dropped[(int)((number & (Window - 1)) / WordBits)] &= ~Bit(number);

        _highest += steps;
        return 0;
    }

    // One number far behind is a stray or hopelessly late; two in a row are a source that counts anew (RFC 3550 appendix A.1).
    private bool IsRestart(SequenceNumber incoming)
    {
        var isRestart = incoming == _restartNext;
        _restartNext = incoming.Next;
        return isRestart;
    }

    private bool IsDropped(long number) => (_dropped[(int)((number & (Window - 1)) / WordBits)] & Bit(number)) != 0;

    private int DroppedAfter(long number)
    {
        var count = 0;
        var from = number + 1;
        while (from <= _highest)
        {
            var inWord = (int)(from & (WordBits - 1));
            var length = (int)Math.Min(WordBits - inWord, _highest - from + 1);
            var mask = ulong.MaxValue >> (WordBits - length) << inWord;
            count += BitOperations.PopCount(_dropped[(int)((from & (Window - 1)) / WordBits)] & mask);
            from += length;
        }

        return count;
    }

    private static ulong Bit(long number) => 1UL << (int)(number & (WordBits - 1));

    [InlineArray(Window / WordBits)]
    private struct DroppedBits
    {
        private ulong _word;
    }
}
