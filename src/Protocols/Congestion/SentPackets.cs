using System.Runtime.CompilerServices;
using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Congestion;

/// <summary>
/// What was sent to one receiver under which transport-wide number (draft-holmer-rmcat-transport-wide-cc-extensions-01).
/// A ring of 8 bytes per packet that starts small. It grows only when it would have to forget a packet that is still unreported
/// and younger than <see cref="Horizon"/>, so a receiver that reports every 100 ms needs a few hundred bytes.
/// Invariant: a packet is reported at most once as lost and at most once as received, whatever the feedback repeats.
/// </summary>
public sealed class SentPackets
{
    /// <summary>4096 packets are 2 s at 20 Mbit/s; the ring never passes 32 kB.</summary>
    public const int MostPackets = 4_096;

    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(2);

    private const int FewestPackets = 64;
    private const int UsuallyReported = 48;
    private static readonly TimeSpan FurthestReference = TimeSpan.FromDays(10_000);

    private PinnedRing<Entry> _ring = new(FewestPackets);
    private long _next = 1;
    private long _oldest = 1;
    private long _oldestUnreported = 1;
    private TimeSpan? _reference;

    private enum Fate : byte
    {
        Unreported,
        Lost,
        Received,
    }

    /// <summary>The transport-wide number of the next packet.</summary>
    public SequenceNumber Next => Wire(_next);

    public long BytesSent { get; private set; }

    public int Remembered => (int)(_next - _oldest);

    public int MemoryBytes => _ring.Length * Unsafe.SizeOf<Entry>();

    public void Approach() => _ring.Approach(_next);

    public void ApproachUnreported() => _ring.Approach(_oldestUnreported, UsuallyReported);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sent(int bytes, PacketKind kind, int probeCluster, Instant now)
    {
        if (_next - _oldest == _ring.Length)
            MakeRoom(now);

        _ring[_next] = new Entry
        {
            SentAt = RecentInstant.From(now),
            Bytes = (ushort)bytes,
            Kind = kind,
            Probe = (byte)probeCluster,
        };
        _next++;
        BytesSent += bytes;
    }

    /// <summary>
    /// Writes what <paramref name="feedback"/> tells anew into <paramref name="results"/>, in the order of sending, and says how much
    /// that is. When there is no more room the rest counts as not reported; <see cref="MostPackets"/> are always enough.
    /// </summary>
    public int Acknowledge(in TransportFeedback feedback, Instant now, Span<PacketResult> results)
    {
        var reference = feedback.UnwrapReferenceTime(_reference ?? feedback.ReferenceTime);

        // A stranger could walk the unwrapped clock towards overflow; it may as well begin again.
        if (reference.Duration() > FurthestReference)
            reference = feedback.ReferenceTime;

        _reference = reference;
        var count = 0;
        foreach (var fate in feedback)
        {
            if (count == results.Length)
                break;

            if (TryTake(fate.Sequence, fate.Received, reference + fate.Arrival, now, out results[count]))
                count++;
        }

        return count;
    }

    /// <summary>
    /// The receiver says what became of <paramref name="sequence"/>. False if that tells nothing new: never sent, forgotten,
    /// or reported before.
    /// </summary>
    public bool TryTake(SequenceNumber sequence, bool received, TimeSpan arrivedAt, Instant now, out PacketResult result)
    {
        // The newest packet is 0 steps back; a number that was not sent yet comes out as tens of thousands of steps.
        var back = (ushort)(Wire(_next - 1).Value - sequence.Value);
        var number = _next - 1 - back;
        if (number < _oldest || number >= _next)
        {
            result = default;
            return false;
        }

        ref var entry = ref _ring[number];
        var before = entry.Fate;
        if (before == Fate.Received || (before == Fate.Lost && !received))
        {
            result = default;
            return false;
        }

        entry.Fate = received ? Fate.Received : Fate.Lost;
        result = new PacketResult(
            number,
            entry.SentAt.At(now),
            entry.Bytes,
            entry.Kind,
            entry.Probe,
            received,
            arrivedAt,
            Revised: before == Fate.Lost);
        return true;
    }

    /// <summary>When the oldest packet that nobody has reported on was sent; <see cref="Instant.Never"/> if there is none.</summary>
    public Instant OldestUnreported(Instant now)
    {
        _oldestUnreported = Math.Max(_oldestUnreported, _oldest);
        while (_oldestUnreported < _next && _ring[_oldestUnreported].Fate != Fate.Unreported)
            _oldestUnreported++;

        return _oldestUnreported == _next ? Instant.Never : _ring[_oldestUnreported].SentAt.At(now);
    }

    private static SequenceNumber Wire(long number) => new(unchecked((ushort)number));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MakeRoom(Instant now)
    {
        var oldest = _ring[_oldest];
        var stillWaitedFor = oldest.Fate == Fate.Unreported && now - oldest.SentAt.At(now) < Horizon;
        if (stillWaitedFor && _ring.Length < MostPackets)
        {
            var larger = new PinnedRing<Entry>(_ring.Length * 2);
            for (var number = _oldest; number < _next; number++)
                larger[number] = _ring[number];

            _ring = larger;
            return;
        }

        // Forgets a few at once, so that a ring in its steady state comes here for one packet in many.
        var keep = _next - (_ring.Length - (_ring.Length / 8));
        do
            _oldest++;
        while (_oldest < keep && _ring[_oldest].Fate != Fate.Unreported);
    }

    private struct Entry
    {
        public RecentInstant SentAt;
        public ushort Bytes;
        public byte Probe;
        private byte _kindAndFate;

        public PacketKind Kind
        {
            readonly get => (PacketKind)(_kindAndFate & 0x0F);
            init => _kindAndFate = (byte)value;
        }

        public Fate Fate
        {
            readonly get => (Fate)(_kindAndFate >> 4);
            set => _kindAndFate = (byte)((_kindAndFate & 0x0F) | ((byte)value << 4));
        }
    }
}
