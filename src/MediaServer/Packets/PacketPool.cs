using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MediaServer.Packets;

/// <summary>
/// The plaintext packets that one shard remembers: native slabs cut into slots. Not thread-safe, because a shard is not shared.
/// A slot has exactly one holder (a track's history); <see cref="Return"/> ends the holding, and a stale slot is refused ever after,
/// so whoever merely refers to a packet may keep the reference without keeping the packet.
/// </summary>
public sealed unsafe class PacketPool : IDisposable
{
    /// <summary>More than an Ethernet frame holds; a longer datagram is refused at the door.</summary>
    public const int SlotSize = 2048;

    private const int SlotsPerSlab = 1024;

    private readonly int _maximumSlots;
    private readonly List<nint> _slabs = [];
    private PacketFacts[] _facts = [];
    private uint[] _generations = [];
    private int[] _free = [];
    private int _freeCount;

    public PacketPool(long maximumBytes)
    {
        _maximumSlots = (int)Math.Max(SlotsPerSlab, maximumBytes / SlotSize / SlotsPerSlab * SlotsPerSlab);
        AddSlab();
    }

    public int Capacity => _generations.Length;

    public int Outstanding => Capacity - _freeCount;

    public bool TryRent(out PacketSlot slot)
    {
        if (_freeCount == 0 && !AddSlab())
        {
            slot = default;
            return false;
        }

        var index = _free[--_freeCount];
        slot = new PacketSlot(index, _generations[index]);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsHeld(PacketSlot slot) => (uint)slot.Index < (uint)_generations.Length && _generations[slot.Index] == slot.Generation;

    /// <summary>The whole slot. Its holder writes it once, before anyone else is told of it.</summary>
    public Span<byte> Bytes(PacketSlot slot)
    {
        var index = Check(slot);
        return new Span<byte>((byte*)_slabs[index / SlotsPerSlab] + (index % SlotsPerSlab * SlotSize), SlotSize);
    }

    public ref PacketFacts Facts(PacketSlot slot) => ref _facts[Check(slot)];

    public void Return(PacketSlot slot)
    {
        var index = Check(slot);
        _generations[index]++;
        _free[_freeCount++] = index;
    }

    public void Dispose()
    {
        foreach (var slab in _slabs)
            NativeMemory.Free((void*)slab);

        _slabs.Clear();
        _generations = [];
        _freeCount = 0;
    }

    private int Check(PacketSlot slot) => IsHeld(slot)
        ? slot.Index
        : throw new InvalidOperationException($"Packet slot {slot.Index} was used after it had been returned.");

    private bool AddSlab()
    {
        if (Capacity + SlotsPerSlab > _maximumSlots)
            return false;

        var first = Capacity;
        _slabs.Add((nint)NativeMemory.Alloc(SlotsPerSlab * SlotSize));
        Array.Resize(ref _facts, first + SlotsPerSlab);
        Array.Resize(ref _generations, first + SlotsPerSlab);
        Array.Resize(ref _free, first + SlotsPerSlab);
        for (var i = first + SlotsPerSlab - 1; i >= first; i--)
            _free[_freeCount++] = i;

        return true;
    }
}
