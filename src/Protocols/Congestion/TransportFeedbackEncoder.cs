using System.Buffers.Binary;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Congestion;

/// <summary>
/// Writes arrivals as one transport-wide feedback packet (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): as many
/// from the beginning as fit the room and as one reference time can reach. The first pass chooses chunks, the second writes
/// the deltas behind them.
/// </summary>
internal static class TransportFeedbackEncoder
{
    /// <summary>False when there is no room for even one chunk, or nothing in the window has arrived.</summary>
    public static bool TryWrite(
        ref RtcpWriter writer, int maxLength, Ssrc sender, Ssrc media, byte packetCount, in ArrivalWindow window, out int taken)
    {
        taken = 0;
        var firstArrival = 0;
        while (firstArrival < window.Count && !window.Received(firstArrival))
            firstArrival++;

        var room = Math.Min(maxLength, writer.Room) - RtcpPacket.HeaderLength - TransportFeedback.FixedLength;
        if (firstArrival == window.Count || room <= 0)
            return false;

        var reference = ArrivalUnits.From(window.Arrival(firstArrival)) & ~0xFFL;
        Span<ushort> chunks = stackalloc ushort[512];
        var chunkCount = 0;
        var deltaBytes = 0;
        var cursor = new Cursor(window, reference);

        // The 3 is what rounding up to a word may add.
        while (chunkCount < chunks.Length
            && TryTakeChunk(ref cursor, room - 3 - (chunkCount * 2) - deltaBytes, out var chunk, out var bytes))
        {
            chunks[chunkCount++] = chunk.Value;
            deltaBytes += bytes;
        }

        taken = cursor.Position;
        var length = ((chunkCount * 2) + deltaBytes + 3) & ~3;
        if (taken == 0 || !writer.TryReserveFeedback(
            RtcpType.TransportLayerFeedback, FeedbackFormat.TransportWide, sender, media, TransportFeedback.FixedLength - 8 + length, out var control))
        {
            taken = 0;
            return false;
        }

        control.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(control, window.First.Value);
        BinaryPrimitives.WriteUInt16BigEndian(control[2..], (ushort)taken);
        BinaryPrimitives.WriteUInt32BigEndian(control[4..], unchecked((uint)(reference >> 8) << 8) | packetCount);
        control = control[8..];
        foreach (var chunk in chunks[..chunkCount])
        {
            BinaryPrimitives.WriteUInt16BigEndian(control, chunk);
            control = control[2..];
        }

        WriteDeltas(window, taken, reference, control);
        return true;
    }

    private static bool TryTakeChunk(ref Cursor cursor, int room, out StatusChunk chunk, out int deltaBytes)
    {
        Span<byte> symbols = stackalloc byte[StatusChunk.OneBitCapacity];
        var ahead = cursor;
        var known = 0;
        var same = 0;
        var hasLarge = false;
        while (known < symbols.Length && ahead.TryNext(out var symbol))
        {
            symbols[known] = symbol;
            same += same == known && symbol == symbols[0] ? 1 : 0;
            hasLarge |= symbol == StatusChunk.LargeDelta;
            known++;
        }

        chunk = default;
        deltaBytes = 0;
        room -= 2;
        if (known == 0 || room < 0)
            return false;

        // A run is worth its chunk when no vector could say more with one.
        if (same == known || (hasLarge && same >= StatusChunk.TwoBitCapacity))
        {
            var symbol = symbols[0];
            var longest = symbol == StatusChunk.NotReceived ? TransportFeedback.MaxRun : Math.Min(TransportFeedback.MaxRun, room / symbol);
            var length = 0;
            for (ahead = cursor; length < longest && ahead.TryNext(out var next) && next == symbol; length++)
                cursor = ahead;

            chunk = StatusChunk.Run(symbol, length);
            deltaBytes = length * symbol;
            return length > 0;
        }

        var covered = symbols[..(hasLarge ? Math.Min(known, StatusChunk.TwoBitCapacity) : known)];
        foreach (var symbol in covered)
            deltaBytes += symbol;

        if (deltaBytes > room)
            return false;

        chunk = hasLarge ? StatusChunk.TwoBitVector(covered) : StatusChunk.OneBitVector(covered);
        for (var i = 0; i < covered.Length; i++)
            cursor.TryNext(out _);

        return true;
    }

    private static void WriteDeltas(in ArrivalWindow window, int count, long previous, Span<byte> deltas)
    {
        for (var i = 0; i < count; i++)
        {
            if (!window.Received(i))
                continue;

            var units = ArrivalUnits.From(window.Arrival(i));
            var delta = units - previous;
            previous = units;
            if (delta is >= 0 and <= byte.MaxValue)
            {
                deltas[0] = (byte)delta;
                deltas = deltas[1..];
            }
            else
            {
                BinaryPrimitives.WriteInt16BigEndian(deltas, (short)delta);
                deltas = deltas[2..];
            }
        }
    }

    /// <summary>Walks the statuses and stops before an arrival that is more than 8 s from the one before it.</summary>
    private ref struct Cursor(ArrivalWindow window, long reference)
    {
        private readonly ArrivalWindow _window = window;
        private long _previous = reference;

        public int Position { get; private set; }

        public bool TryNext(out byte symbol)
        {
            symbol = StatusChunk.NotReceived;
            if (Position == _window.Count)
                return false;

            if (_window.Received(Position))
            {
                var units = ArrivalUnits.From(_window.Arrival(Position));
                var delta = units - _previous;
                if (delta is < short.MinValue or > short.MaxValue)
                    return false;

                symbol = delta is >= 0 and <= byte.MaxValue ? (byte)StatusChunk.SmallDelta : (byte)StatusChunk.LargeDelta;
                _previous = units;
            }

            Position++;
            return true;
        }
    }
}
