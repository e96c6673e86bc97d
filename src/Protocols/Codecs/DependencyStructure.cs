namespace Protocols.Codecs;

/// <summary>
/// The template dependency structure of a stream (AV1 RTP specification, appendix A): it comes with a key frame and gives
/// the meaning of the template ids in all later descriptors. Written over in place when a new one comes; the bits it came
/// in are kept, both to look up the variable lists and to send it again.
/// </summary>
public sealed class DependencyStructure
{
    private const int MaxTemplates = StructureLayout.MaxTemplates;
    private const int MaxTargets = 32;

    private readonly byte[] _bytes = new byte[DependencyDescriptor.MaxLength];
    private readonly byte[] _spatial = new byte[MaxTemplates];
    private readonly byte[] _temporal = new byte[MaxTemplates];
    private readonly ulong[] _indications = new ulong[MaxTemplates];    // two bits per decode target, target 0 lowest
    private readonly ushort[] _distancesAt = new ushort[MaxTemplates];
    private readonly byte[] _targetSpatial = new byte[MaxTargets];
    private readonly byte[] _targetTemporal = new byte[MaxTargets];
    private readonly byte[] _protectedBy = new byte[MaxTargets];
    private readonly ushort[] _width = new ushort[StructureLayout.MaxSpatialLayers];
    private readonly ushort[] _height = new ushort[StructureLayout.MaxSpatialLayers];
    private StructureLayout _layout;
    private int _length;

    public int TemplateIdOffset { get; private set; }

    public int TemplateCount => _layout.TemplateCount;

    public int TargetCount => _layout.TargetCount;

    public int ChainCount => _layout.ChainCount;

    public int TopSpatialLayer => _layout.SpatialLayerCount - 1;

    public uint AllTargets => TargetCount == 0 ? 0 : uint.MaxValue >> (32 - TargetCount);

    internal bool IsValid { get; private set; }

    /// <summary>Where the structure lies in <see cref="Bytes"/>, in bits.</summary>
    internal int Start { get; private set; }

    internal int BitLength => _layout.End - Start;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public bool Contains(int templateId) => IsValid && TemplateIndex(templateId) < TemplateCount;

    public int TargetSpatialLayer(int target) => _targetSpatial[target];

    public int TargetTemporalLayer(int target) => _targetTemporal[target];

    /// <summary>The chain whose unbroken reception keeps a target decodable; <see cref="ChainCount"/> or more if there is none.</summary>
    public int ProtectedBy(int target) => ChainCount == 0 ? int.MaxValue : _protectedBy[target];

    /// <summary>The largest size of a spatial layer's frames, (0, 0) if it was not said.</summary>
    public (int Width, int Height) Size(int spatialLayer) =>
        spatialLayer > TopSpatialLayer ? default : (_width[spatialLayer], _height[spatialLayer]);

    /// <summary>The decode targets that need nothing above these layers, one bit each.</summary>
    public uint TargetsWithin(int spatialLayer, int temporalLayer)
    {
        var targets = 0u;
        for (var target = 0; target < TargetCount; target++)
        {
            if (_targetSpatial[target] <= spatialLayer && _targetTemporal[target] <= temporalLayer)
                targets |= 1u << target;
        }

        return targets;
    }

    internal int TemplateIndex(int templateId) => (templateId + 64 - TemplateIdOffset) % 64;

    internal byte SpatialLayer(int template) => _spatial[template];

    internal byte TemporalLayer(int template) => _temporal[template];

    internal DecodeTargetIndication Indication(int template, int target) =>
        (DecodeTargetIndication)((_indications[template] >> (2 * target)) & 3);

    internal BitReader DistancesOf(int template) => At(_distancesAt[template]);

    internal int ChainDistance(int template, int chain)
    {
        var reader = At(_layout.ChainsAt + (((template * ChainCount) + chain) * 4));
        return (int)reader.Read(4);
    }

    /// <summary>Reads the structure that begins at the reader's place in a descriptor; the reader ends up behind it.</summary>
    internal bool TryRead(ReadOnlySpan<byte> descriptor, ref BitReader reader)
    {
        IsValid = false;
        Start = reader.Position;
        TemplateIdOffset = (int)new BitReader(descriptor) { Position = Start }.Read(6);
        if (descriptor.Length > _bytes.Length || !StructureLayout.TryRead(ref reader, out _layout))
            return false;

        descriptor.CopyTo(_bytes);
        _length = descriptor.Length;
        ReadLayers();
        ReadIndications();
        ReadDistances();
        ReadProtection();
        ReadSizes();
        DeriveTargetLayers();
        IsValid = true;
        return true;
    }

    private void ReadLayers()
    {
        int spatial = 0, temporal = 0;
        var reader = At(_layout.LayersAt);
        for (var template = 0; template < TemplateCount; template++)
        {
            _spatial[template] = (byte)spatial;
            _temporal[template] = (byte)temporal;
            (spatial, temporal) = StructureLayout.Next(reader.Read(2), spatial, temporal);
        }
    }

    private void ReadIndications()
    {
        var reader = At(_layout.IndicationsAt);
        for (var template = 0; template < TemplateCount; template++)
        {
            _indications[template] = 0;
            for (var target = 0; target < TargetCount; target++)
                _indications[template] |= (ulong)reader.Read(2) << (2 * target);
        }
    }

    private void ReadDistances()
    {
        var reader = At(_layout.DistancesAt);
        for (var template = 0; template < TemplateCount; template++)
        {
            _distancesAt[template] = (ushort)reader.Position;
            while (reader.ReadFlag())
                reader.Skip(4);
        }
    }

    private void ReadProtection()
    {
        var reader = At(_layout.ProtectionAt);
        for (var target = 0; ChainCount > 0 && target < TargetCount; target++)
            _protectedBy[target] = (byte)reader.ReadNonSymmetric((uint)ChainCount);
    }

    private void ReadSizes()
    {
        Array.Clear(_width);
        Array.Clear(_height);
        var reader = At(_layout.SizesAt);
        for (var layer = 0; _layout.SizesAt != 0 && layer <= TopSpatialLayer; layer++)
        {
            _width[layer] = (ushort)Math.Min(reader.Read(16) + 1, ushort.MaxValue);
            _height[layer] = (ushort)Math.Min(reader.Read(16) + 1, ushort.MaxValue);
        }
    }

    // A target's layers aren't written but follow from the highest template that is present in it (decode_target_layers).
    private void DeriveTargetLayers()
    {
        for (var target = 0; target < TargetCount; target++)
        {
            byte spatial = 0, temporal = 0;
            for (var template = 0; template < TemplateCount; template++)
            {
                if (Indication(template, target) == DecodeTargetIndication.NotPresent)
                    continue;

                spatial = Math.Max(spatial, _spatial[template]);
                temporal = Math.Max(temporal, _temporal[template]);
            }

            _targetSpatial[target] = spatial;
            _targetTemporal[target] = temporal;
        }
    }

    private BitReader At(int position) => new(Bytes) { Position = position };
}
