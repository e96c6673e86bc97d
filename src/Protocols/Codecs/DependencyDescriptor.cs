using System.Buffers.Binary;

namespace Protocols.Codecs;

/// <summary>
/// A look at the dependency descriptor of one packet (AV1 RTP specification, appendix A): what its frame is predicted from
/// and who needs it, readable even when the payload is encrypted end to end. Most descriptors are three bytes that name a
/// template; the templates are in the stream's <see cref="DependencyHistory"/>.
/// </summary>
public readonly ref struct DependencyDescriptor
{
    public const int MandatoryLength = 3;
    public const int MaxLength = 255;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _template;
    private readonly int _indicationsAt;    // 0: as the template has it; else the place of the frame's own, in bits
    private readonly int _distancesAt;
    private readonly int _chainsAt;

    private DependencyDescriptor(
        ReadOnlySpan<byte> bytes, DependencyStructure structure, int template, int indicationsAt, int distancesAt, int chainsAt)
    {
        _bytes = bytes;
        _template = template;
        _indicationsAt = indicationsAt;
        _distancesAt = distancesAt;
        _chainsAt = chainsAt;
        Structure = structure;
    }

    public DependencyStructure Structure { get; }

    public bool StartsFrame => (_bytes[0] & 0x80) != 0;

    public bool EndsFrame => (_bytes[0] & 0x40) != 0;

    public ushort FrameNumber => BinaryPrimitives.ReadUInt16BigEndian(_bytes[1..]);

    /// <summary>The structure is in this packet: it is the first of a coded video sequence.</summary>
    public bool HasStructure => _bytes.Length > MandatoryLength && (_bytes[3] & 0x80) != 0;

    public byte SpatialLayer => Structure.SpatialLayer(_template);

    public byte TemporalLayer => Structure.TemporalLayer(_template);

    public DecodeTargetIndication Indication(int target)
    {
        if (_indicationsAt == 0)
            return Structure.Indication(_template, target);

        var reader = new BitReader(_bytes) { Position = _indicationsAt + (2 * target) };
        return (DecodeTargetIndication)reader.Read(2);
    }

    /// <summary>How many frames back the previous frame of a chain lies; 0 if the chain begins here.</summary>
    public int ChainDistance(int chain)
    {
        if (_chainsAt == 0)
            return Structure.ChainDistance(_template, chain);

        var reader = new BitReader(_bytes) { Position = _chainsAt + (8 * chain) };
        return (int)reader.Read(8);
    }

    /// <summary>How many frames back each frame lies that this one is predicted from.</summary>
    public DistanceEnumerator Distances => _distancesAt == 0
        ? new DistanceEnumerator(Structure.DistancesOf(_template), isTemplate: true)
        : new DistanceEnumerator(new BitReader(_bytes) { Position = _distancesAt }, isTemplate: false);

    // | start | end | template id (6) | frame number (16) |
    // | structure? | active targets? | own indications? | own distances? | own chains? |   if longer than 3 bytes
    // | structure | active targets | own indications | own distances | own chains |        each if announced
    public static bool TryParse(ReadOnlySpan<byte> bytes, DependencyHistory history, out DependencyDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(history);
        descriptor = default;
        if (bytes.Length is < MandatoryLength or > MaxLength)
            return false;

        var templateId = bytes[0] & 0x3F;
        var frame = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
        var reader = new BitReader(bytes) { Position = 24 };
        var flags = bytes.Length > MandatoryLength ? reader.Read(5) : 0;
        DependencyStructure structure;
        if ((flags & 0x10) != 0)
        {
            if (!history.TryReadStructure(bytes, ref reader, frame, out structure) || !structure.Contains(templateId))
                return false;
        }
        else if (!history.TryFind(templateId, out structure))
        {
            return false;
        }

        var active = (flags & 0x08) != 0 ? reader.Read(structure.TargetCount) : 0;
        var indicationsAt = (flags & 0x04) != 0 ? reader.Position : 0;
        if (indicationsAt != 0)
            reader.Skip(2 * structure.TargetCount);

        var distancesAt = (flags & 0x02) != 0 ? reader.Position : 0;
        if (distancesAt != 0)
        {
            for (var size = reader.Read(2); size != 0; size = reader.Read(2))
                reader.Skip(4 * (int)size);
        }

        var chainsAt = (flags & 0x01) != 0 ? reader.Position : 0;
        if (chainsAt != 0)
            reader.Skip(8 * structure.ChainCount);

        if (reader.Overran)
            return false;

        if ((flags & 0x08) != 0 && ReferenceEquals(structure, history.Current))
            history.SetActiveTargets(active, frame);

        descriptor = new DependencyDescriptor(bytes, structure, structure.TemplateIndex(templateId), indicationsAt, distancesAt, chainsAt);
        return true;
    }

    /// <summary>Walks the distances of a frame, in the template's form (a flag and 4 bits) or its own (a size and up to 12 bits).</summary>
    public ref struct DistanceEnumerator
    {
        private readonly bool _isTemplate;
        private BitReader _reader;

        internal DistanceEnumerator(BitReader reader, bool isTemplate)
        {
            _reader = reader;
            _isTemplate = isTemplate;
            Current = 0;
        }

        public int Current { get; private set; }

        public readonly DistanceEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            var size = _isTemplate ? (int)_reader.Read(1) : (int)_reader.Read(2);
            if (size == 0)
                return false;

            Current = (int)_reader.Read(4 * size) + 1;
            return true;
        }
    }
}
