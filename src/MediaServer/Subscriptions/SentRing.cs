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
public sealed class SentRing
{
    private const int FewestPlaces = 32;

    // Half of what a frame usually has; what follows in memory the processor fetches by itself.
    private const int Ahead = 2;

    private readonly int _most;
    private readonly TimeSpan _keep;
    private PinnedRing<SentPacket> _ring = new(FewestPlaces);

    public SentRing(int maximumEntries, TimeSpan keep)
    {
        _most = maximumEntries;
        _keep = keep;
    }

    public ref SentPacket Add(long number, Instant now)
    {
        ref var place = ref _ring[number];
        if (place.Number != 0 && _ring.Length < _most && now - place.OfferedAt < _keep)
        {
            Grow();
            place = ref _ring[number];
        }

        place = new SentPacket { Number = number, OfferedAt = now };
        return ref place;
    }

    public void Approach(long number) => _ring.Approach(number, Ahead);

    /// <summary>A reference to nothing when the number was never used or has been overwritten.</summary>
    public ref SentPacket Find(long number)
    {
        ref var place = ref _ring[number];
        if (place.Number == number)
            return ref place;

        return ref Unsafe.NullRef<SentPacket>();
    }

    private void Grow()
    {
        var larger = new PinnedRing<SentPacket>(_ring.Length * 2);
        foreach (ref readonly var entry in _ring.Places)
        {
            if (entry.Number != 0)
                larger[entry.Number] = entry;
        }

        _ring = larger;
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
