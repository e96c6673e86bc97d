using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace MediaServer.Subscriptions;

/// <summary>
/// What one outgoing stream has numbered: for each number, which remembered packet it is and how it was changed, so that it can be
/// written when its turn comes and written again when it was lost. It refers to packets and holds none: a packet that has left its
/// track's history is simply no longer to be had. Grows by doubling while entries younger than <c>keep</c> would be overwritten.
/// A part of its stream rather than an object of its own: every packet asks for it.
/// </summary>
public struct SentRing
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
        if (place.IsUsed && _ring.Length < _most && now - place.OfferedAt.At(now) < _keep)
        {
            Grow();
            place = ref _ring[number];
        }

        place = new SentPacket(number, now);
        return ref place;
    }

    public readonly void Approach(long number) => _ring.Approach(number, Ahead);

    /// <summary>A reference to nothing when the number was never used or has been overwritten.</summary>
    public readonly ref SentPacket Find(long number)
    {
        ref var place = ref _ring[number];
        if (place.Is(number))
            return ref place;

        return ref Unsafe.NullRef<SentPacket>();
    }

    private void Grow()
    {
        var larger = new PinnedRing<SentPacket>(_ring.Length * 2);
        foreach (ref readonly var entry in _ring.Places)
        {
            if (entry.IsUsed)
                larger[entry.Place] = entry;
        }

        _ring = larger;
    }
}

/// <summary>
/// One number of an outgoing stream, in 36 bytes: a receiver writes one for every packet, into memory that he was at seconds ago. Numbers
/// are extended (they do not wrap); their lowest 32 bits are enough to tell those apart that a ring can hold.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct SentPacket(long number, Instant offeredAt)
{
    private readonly uint _number = unchecked((uint)number);
    public readonly RecentInstant OfferedAt = RecentInstant.From(offeredAt);
    public RecentInstant LastSentAt;
    public RtpTimestamp Timestamp;
    public PacketSlot Slot;
    public PayloadPatch Patch;
    public PayloadType PayloadType;
    public VideoCodec Codec;
    public byte Copies;
    private Traits _traits = Traits.Used;

    [Flags]
    private enum Traits : byte
    {
        Used = 1,
        Marker = 2,
        Important = 4,
        LightlyRedundant = 8,
        HeavilyRedundant = 16,
    }

    /// <summary>False in a place where nothing has been.</summary>
    public readonly bool IsUsed => Has(Traits.Used);

    internal readonly long Place => _number;

    public bool Marker
    {
        readonly get => Has(Traits.Marker);
        set => Set(Traits.Marker, value);
    }

    public bool IsImportant
    {
        readonly get => Has(Traits.Important);
        set => Set(Traits.Important, value);
    }

    /// <summary>0: plain; else one more than the class of redundancy.</summary>
    public int Redundancy
    {
        readonly get => Has(Traits.HeavilyRedundant) ? 2 : Has(Traits.LightlyRedundant) ? 1 : 0;
        set
        {
            Set(Traits.LightlyRedundant, value == 1);
            Set(Traits.HeavilyRedundant, value == 2);
        }
    }

    public readonly bool Is(long number) => _number == unchecked((uint)number) && IsUsed;

    private readonly bool Has(Traits trait) => (_traits & trait) != 0;

    private void Set(Traits trait, bool value) => _traits = value ? _traits | trait : _traits & ~trait;
}
