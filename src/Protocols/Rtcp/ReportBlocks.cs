namespace Protocols.Rtcp;

/// <summary>The report blocks of a sender or receiver report, at most 31.</summary>
public readonly ref struct ReportBlocks
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal ReportBlocks(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int Count => _bytes.Length / ReportBlock.Length;

    public ReportBlock this[int index] => ReportBlock.Read(_bytes.Slice(index * ReportBlock.Length, ReportBlock.Length));

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator(ReportBlocks blocks)
    {
        private readonly ReportBlocks _blocks = blocks;
        private int _next;

        public ReportBlock Current { get; private set; }

        public bool MoveNext()
        {
            if (_next >= _blocks.Count)
                return false;

            Current = _blocks[_next++];
            return true;
        }
    }
}
