using Protocols.Codecs;
using Protocols.Rtp;

namespace Protocols.Loss;

/// <summary>
/// Unpacks the redundant audio of one incoming stream (RFC 2198) and finds in it the packets that were lost on the way
/// here, so that they go on to everyone as if they had come, and losses before and after the server don't add up.
/// A block says its age but not its sequence number. That is reckoned from how long a frame plays, and believed only where
/// it lies, in number and in time, between packets that were received.
/// </summary>
public sealed class RedReceiver
{
    private const int Window = 64;

    private readonly Seen[] _seen = new Seen[Window];
    private SequenceNumber _newest;
    private SequenceNumber _oldest;
    private bool _hasStarted;

    /// <summary>
    /// Hands to the output first what is recovered, oldest first, then the packet's own frame, unless it was recovered
    /// before. False if the payload is not what RFC 2198 says.
    /// </summary>
    public bool Receive(SequenceNumber sequence, RtpTimestamp timestamp, ReadOnlySpan<byte> payload, IRedOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!RedPacket.TryParse(payload, out var packet))
            return false;

        var isNew = TryNote(sequence, timestamp);
        var later = packet.EarlierCount;
        foreach (var block in packet)
        {
            var place = later--;
            if (block.Offset == 0 || block.Data.IsEmpty)
                continue;

            var blockTimestamp = timestamp - block.Offset;
            if (TryFindNumber(sequence, block, place, blockTimestamp, out var number) && TryNote(number, blockTimestamp))
                output.Recover(number, blockTimestamp, block.PayloadType, block.Data);
        }

        if (isNew && !packet.Own.IsEmpty)
            output.Accept(sequence, timestamp, packet.PayloadType, packet.Own);

        return true;
    }

    /// <summary>A packet of the stream that came otherwise: without redundancy, or as a retransmission. False if it is here already.</summary>
    public bool Note(SequenceNumber sequence, RtpTimestamp timestamp) => TryNote(sequence, timestamp);

    private bool TryFindNumber(SequenceNumber own, RedPacket.Block block, int place, RtpTimestamp timestamp, out SequenceNumber number)
    {
        if (OpusToc.TryParse(block.Data, out var toc) && block.Offset % toc.DurationTicks == 0)
        {
            number = own - (block.Offset / toc.DurationTicks);
            if (IsMissing(number, timestamp))
                return true;
        }

        // Over a silence the clock runs on and the numbers don't; then the frames are those just before this packet.
        number = own - place;
        return IsMissing(number, timestamp);
    }

    /// <summary>Whether it was not received, and every packet around it has a timestamp on its own side.</summary>
    private bool IsMissing(SequenceNumber number, RtpTimestamp timestamp)
    {
        if (_newest - number >= Window || number - _oldest <= 0 || IsSeen(number))
            return false;

        foreach (var seen in _seen)
        {
            if (!seen.IsPresent || _newest - seen.Sequence >= Window)
                continue;

            var numbers = seen.Sequence - number;
            var times = seen.Timestamp - timestamp;
            if (times == 0 || (numbers > 0) != (times > 0))
                return false;
        }

        return true;
    }

    private bool TryNote(SequenceNumber sequence, RtpTimestamp timestamp)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            _newest = _oldest = sequence;
        }
        else if (sequence - _newest > Window || sequence - _newest < -1_000)
        {
            // The source began anew, or was away so long that nothing of before is of use.
            Array.Clear(_seen);
            _newest = _oldest = sequence;
        }
        else if (_newest - sequence >= Window || IsSeen(sequence))
        {
            return false;
        }
        else if (sequence.IsNewerThan(_newest))
        {
            _newest = sequence;
            if (_newest - _oldest > short.MaxValue / 2)
                _oldest = _newest - Window;
        }

        _seen[sequence.Value % Window] = new Seen(sequence, timestamp, IsPresent: true);
        return true;
    }

    private bool IsSeen(SequenceNumber sequence)
    {
        var seen = _seen[sequence.Value % Window];
        return seen.IsPresent && seen.Sequence == sequence;
    }

    private readonly record struct Seen(SequenceNumber Sequence, RtpTimestamp Timestamp, bool IsPresent);
}

/// <summary>Where the frames of a redundant stream go.</summary>
public interface IRedOutput
{
    /// <summary>A packet that was never received, made from what a later one repeats.</summary>
    void Recover(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame);

    /// <summary>The packet's own frame.</summary>
    void Accept(SequenceNumber sequence, RtpTimestamp timestamp, PayloadType payloadType, ReadOnlySpan<byte> frame);
}
