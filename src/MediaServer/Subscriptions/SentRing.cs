using System.Runtime.CompilerServices;
using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace MediaServer.Subscriptions;

/// <summary>
/// What one outgoing stream has numbered: for each number, which remembered packet it is and how it was changed, so that it can be
/// written when its turn comes and written again when it was lost. It refers to packets and holds none: a packet that has left its
/// track's history is simply no longer to be had. Grows by doubling while entries younger than <c>keep</c> would be overwritten.
/// </summary>
public sealed class SentRing(int maximumEntries, TimeSpan keep)
{
    // As many as a frame usually has.
    private const int Ahead = 4;

    private SentPacket[] _ring = new SentPacket[32];

    public ref SentPacket Add(long number, Instant now)
    {
        ref var place = ref _ring[(int)number & (_ring.Length - 1)];
        if (place.Number != 0 && _ring.Length < maximumEntries && now - place.OfferedAt < keep)
        {
            Grow();
            place = ref _ring[(int)number & (_ring.Length - 1)];
        }

        place = new SentPacket { Number = number, OfferedAt = now };
        return ref place;
    }

    public void Approach(long number) => CacheLine.Fetch(ref _ring[(int)number & (_ring.Length - 1)], Ahead * Unsafe.SizeOf<SentPacket>());

    /// <summary>A reference to nothing when the number was never used or has been overwritten.</summary>
    public ref SentPacket Find(long number)
    {
        ref var place = ref _ring[(int)number & (_ring.Length - 1)];
        if (place.Number == number)
            return ref place;

        return ref Unsafe.NullRef<SentPacket>();
    }

    private void Grow()
    {
        var old = _ring;
        _ring = new SentPacket[old.Length * 2];
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.Number != 0)
                _ring[(int)entry.Number & (_ring.Length - 1)] = entry;
        }
    }
}

/// <summary>One number of an outgoing stream. Numbers are extended (they do not wrap) and never zero.</summary>
public struct SentPacket
{
    public long Number;
    public PacketSlot Slot;
    public PayloadPatch Patch;
    public Instant OfferedAt;
    public Instant LastSentAt;
    public RtpTimestamp Timestamp;
    public byte Copies;
    public bool Marker;
    public bool IsImportant;

    /// <summary>0: plain; else one more than the class of redundancy.</summary>
    public byte Redundancy;
    public VideoCodec Codec;
    public PayloadType PayloadType;
}
