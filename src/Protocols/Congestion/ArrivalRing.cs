using System.Numerics;

namespace Protocols.Congestion;

/// <summary>
/// When each of the last few thousand packets of a transport came, and whether that has been said. Four bytes a packet: an
/// arrival is kept in units of 250 µs, which is all that the wire can say, and counted back from the newest one, so it must
/// be read within three days. Who publishes nothing has no ring.
/// </summary>
internal sealed class ArrivalRing(int history)
{
    private const int MostSlots = 16_384;

    private const uint Came = 0x8000_0000;
    private const uint Unsaid = 0x4000_0000;
    private const uint UnitsMask = 0x3FFF_FFFF;

    private uint[] _slots = [];
    private long _newest;

    public int Length { get; } = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(history, 16, MostSlots));

    public bool HasCome(long index) => (Slot(index) & Came) != 0;

    public bool IsUnsaid(long index) => (Slot(index) & Unsaid) != 0;

    public Instant Arrival(long index)
    {
        var slot = Slot(index);
        return (slot & Came) == 0 ? Instant.Never : ArrivalUnits.ToInstant(_newest - (((uint)_newest - slot) & UnitsMask));
    }

    public void Set(long index, Instant arrival)
    {
        var units = ArrivalUnits.From(arrival);
        _newest = Math.Max(_newest, units);
        Slot(index) = Came | Unsaid | ((uint)units & UnitsMask);
    }

    public void MarkSaid(long index) => Slot(index) &= ~Unsaid;

    public void Forget(long index) => Slot(index) = 0;

    public void Clear()
    {
        if (_slots.Length == 0)
            _slots = new uint[Length];

        _slots.AsSpan().Clear();
    }

    private ref uint Slot(long index) => ref _slots[(int)index & (_slots.Length - 1)];
}
