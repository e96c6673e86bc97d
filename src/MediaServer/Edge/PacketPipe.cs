using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MediaServer.Edge;

/// <summary>
/// Packets on their way to a shard, whoever brings them: its socket, its TCP connections, another shard. A Pipe of fixed slots,
/// each a header of type <typeparamref name="THeader"/> and its packet behind it, written where they will be read.
/// One writer, one reader. The writer never waits: when <c>maximumSlots</c> are unread, <see cref="TryReserve"/> refuses and
/// the writer drops and counts. Slots never straddle a block, because blocks hold a whole number of them.
/// </summary>
internal sealed class PacketPipe<THeader> : IDisposable
    where THeader : unmanaged
{
    private readonly Pipe _pipe;
    private readonly PinnedBlocks _blocks;
    private readonly int _slotSize;
    private readonly int _maximumSlots;
    private int _unread;

    public PacketPipe(int slotSize, int slotsPerBlock, int maximumSlots)
    {
        _slotSize = slotSize;
        _maximumSlots = maximumSlots;
        _blocks = new PinnedBlocks(slotSize * slotsPerBlock);

        // The reader runs where it calls TryRead, so no scheduler is ever used; the default one would cost more than the packet.
        _pipe = new Pipe(new PipeOptions(
            _blocks,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: 0,
            resumeWriterThreshold: 0,
            minimumSegmentSize: slotSize * slotsPerBlock,
            useSynchronizationContext: false));
    }

    public static int HeaderSize => Unsafe.SizeOf<THeader>();

    public int BodySize => _slotSize - HeaderSize;

    public bool IsEmpty => Volatile.Read(ref _unread) == 0;

    /// <summary>Room for so many slots side by side, to be filled before <see cref="Commit"/>.</summary>
    public bool TryReserve(int slots, out Memory<byte> memory)
    {
        if (Volatile.Read(ref _unread) + slots > _maximumSlots)
        {
            memory = default;
            return false;
        }

        memory = _pipe.Writer.GetMemory(slots * _slotSize)[..(slots * _slotSize)];
        return true;
    }

    public Span<byte> Slot(Span<byte> memory, int index) => memory.Slice(index * _slotSize, _slotSize);

    /// <summary>Hands over the first so many reserved slots.</summary>
    public void Commit(int slots)
    {
        Interlocked.Add(ref _unread, slots);
        _pipe.Writer.Advance(slots * _slotSize);

        // Without a pause threshold a flush completes at once, always.
        var flushed = _pipe.Writer.FlushAsync();
        if (flushed.IsCompletedSuccessfully)
            flushed.GetAwaiter().GetResult();
    }

    /// <summary>Shows every unread slot to <paramref name="reader"/>, who may work in its bytes until it returns.</summary>
    public bool Read<TState>(TState state, PacketReader<THeader, TState> reader)
        where TState : allows ref struct
    {
        if (IsEmpty || !_pipe.Reader.TryRead(out var result))
            return false;

        foreach (var segment in result.Buffer)
        {
            // The blocks are ours and nobody else reads them: unprotecting in place is why they are written here.
            var bytes = MemoryMarshal.AsMemory(segment).Span;
            while (bytes.Length >= _slotSize)
            {
                ref var header = ref MemoryMarshal.AsRef<THeader>(bytes);
                reader(state, ref header, bytes[HeaderSize.._slotSize]);
                bytes = bytes[_slotSize..];
                Interlocked.Decrement(ref _unread);
            }
        }

        _pipe.Reader.AdvanceTo(result.Buffer.End);
        return true;
    }

    public void Dispose()
    {
        _pipe.Writer.Complete();
        _pipe.Reader.Complete();
        _blocks.Dispose();
    }

    /// <summary>Blocks outside the collected heap, so that the kernel may write into them while the collector works.</summary>
    private sealed class PinnedBlocks(int size) : MemoryPool<byte>
    {
        private readonly Stack<PinnedBlock> _free = new();
        private readonly Lock _gate = new();

        public override int MaxBufferSize => size;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            lock (_gate)
                return _free.TryPop(out var block) ? block : new PinnedBlock(this, size);
        }

        public void GiveBack(PinnedBlock block)
        {
            lock (_gate)
                _free.Push(block);
        }

        protected override void Dispose(bool disposing)
        {
            lock (_gate)
            {
                while (_free.TryPop(out var block))
                    block.Free();
            }
        }
    }

    private sealed unsafe class PinnedBlock(PinnedBlocks home, int size) : MemoryManager<byte>
    {
        private void* _memory = NativeMemory.AlignedAlloc((nuint)size, 64);

        public void Free()
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
        }

        public override Span<byte> GetSpan() => new(_memory, size);

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_memory + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => home.GiveBack(this);
    }
}

internal delegate void PacketReader<THeader, in TState>(TState state, ref THeader header, Span<byte> body)
    where THeader : unmanaged
    where TState : allows ref struct;
