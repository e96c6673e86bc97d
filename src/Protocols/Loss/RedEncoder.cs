using Protocols.Codecs;
using Protocols.Rtp;

namespace Protocols.Loss;

/// <summary>
/// The latest Opus frames of one track, and redundant payloads made from them (RFC 2198). Each class of redundancy is
/// written once per packet and then shared by all receivers of that class.
/// A frame from before a silence is never carried: whoever lost it has long played something else in its place.
/// </summary>
public sealed class RedEncoder
{
    /// <summary>Leaves room for headers, extensions and authentication in what fits any path.</summary>
    public const int MaxPayloadLength = 1_200;

    private const int MaxEarlier = 16;

    private static readonly int[] AllClasses = [0, 1, 2, 4, 9, 16];

    private readonly byte[] _bytes = new byte[4 * MaxPayloadLength];
    private readonly Frame[] _frames = new Frame[MaxEarlier + 1];
    private int _count;
    private int _end;

    /// <summary>How many earlier frames each class carries. 16 is the most that a timestamp offset reaches at 20 ms.</summary>
    public static ReadOnlySpan<int> Classes => AllClasses;

    /// <summary>
    /// The next frame of the track. One that is older than the newest is not taken: its place in the order is gone, and
    /// who lacks it can ask for it.
    /// </summary>
    public void Add(SequenceNumber sequence, RtpTimestamp timestamp, ReadOnlySpan<byte> frame)
    {
        if (_count > 0)
        {
            var newest = _frames[_count - 1];
            if (!sequence.IsNewerThan(newest.Sequence))
                return;

            // Between packets in a row the clock moves by what the first one plays; if by more, there was silence.
            var plays = newest.DurationTicks * (sequence - newest.Sequence);
            var elapsed = timestamp - newest.Timestamp;
            if (elapsed <= 0 || elapsed > plays)
                _count = 0;
        }

        if (frame.Length > MaxPayloadLength || !OpusToc.TryParse(frame, out var toc))
        {
            _count = 0;
            return;
        }

        MakeRoom(frame.Length);
        frame.CopyTo(_bytes.AsSpan(_end));
        _frames[_count++] = new Frame(sequence, timestamp, toc.DurationTicks, _end, frame.Length);
        _end += frame.Length;
    }

    /// <summary>
    /// The newest frame with up to <paramref name="earlier"/> before it, as many as fit. False if there is nothing or not
    /// even the newest fits.
    /// </summary>
    public bool TryWrite(int earlier, PayloadType opus, Span<byte> destination, out int length)
    {
        length = 0;
        if (_count == 0)
            return false;

        var limit = Math.Min(destination.Length, MaxPayloadLength);
        var newest = _frames[_count - 1];
        var total = 1 + newest.Length;
        var first = _count - 1;
        while (first > 0 && _count - first <= earlier && Fits(_frames[first - 1], newest, limit - total))
        {
            first--;
            total += RedPacket.BlockHeaderLength + _frames[first].Length;
        }

        var writer = new RedWriter(destination[..limit]);
        for (var i = first; i < _count - 1; i++)
            writer.TryAddHeader(opus, newest.Timestamp - _frames[i].Timestamp, _frames[i].Length);

        var fits = writer.TryFinishHeaders(opus);
        for (var i = first; i < _count && fits; i++)
            fits = writer.TryAddBlock(_bytes.AsSpan(_frames[i].Start, _frames[i].Length));

        length = fits ? writer.Length : 0;
        return fits;
    }

    private static bool Fits(Frame frame, Frame newest, int room) =>
        frame.Length <= RedPacket.MaxBlockLength
        && newest.Timestamp - frame.Timestamp <= RedPacket.MaxOffset
        && RedPacket.BlockHeaderLength + frame.Length <= room;

    // Frames lie one behind the other; at the end of the array those still of use move to its beginning.
    private void MakeRoom(int length)
    {
        if (_count == _frames.Length)
            Forget(1);

        if (_end + length <= _bytes.Length && _count > 0)
            return;

        // What is older than one payload's worth can't be carried any more.
        var oldest = _count;
        var kept = 0;
        while (oldest > 0 && kept + _frames[oldest - 1].Length <= MaxPayloadLength)
            kept += _frames[--oldest].Length;

        Forget(oldest);
        if (_count > 0)
            _bytes.AsSpan(_frames[0].Start, kept).CopyTo(_bytes);

        var moved = _count > 0 ? _frames[0].Start : 0;
        for (var i = 0; i < _count; i++)
            _frames[i] = _frames[i] with { Start = _frames[i].Start - moved };

        _end = kept;
    }

    private void Forget(int oldest)
    {
        _frames.AsSpan(oldest, _count - oldest).CopyTo(_frames);
        _count -= oldest;
    }

    private readonly record struct Frame(SequenceNumber Sequence, RtpTimestamp Timestamp, int DurationTicks, int Start, int Length);
}
