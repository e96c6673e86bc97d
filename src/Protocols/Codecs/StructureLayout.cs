namespace Protocols.Codecs;

/// <summary>How many of what a template dependency structure has, and where each part of it lies, in bits from the descriptor's start.</summary>
internal readonly record struct StructureLayout
{
    public const int MaxTemplates = 64;
    public const int MaxSpatialLayers = 4;

    private const int MaxTemporalLayers = 8;

    public int TemplateCount { get; private init; }

    public int TargetCount { get; private init; }

    public int ChainCount { get; private init; }

    public int SpatialLayerCount { get; private init; }

    public int LayersAt { get; private init; }

    public int IndicationsAt { get; private init; }

    public int DistancesAt { get; private init; }

    public int ProtectionAt { get; private init; }

    public int ChainsAt { get; private init; }

    /// <summary>0 without sizes.</summary>
    public int SizesAt { get; private init; }

    public int End { get; private init; }

    // | id offset (6) | targets - 1 (5) | next layer (2) × templates | indication (2) × templates × targets |
    // | distances: (1 + 4) × n, 0 each template | chains ns(targets + 1), protected by ns(chains) × targets |
    // | chain distance (4) × templates × chains | sizes? (1), (16 + 16) × spatial layers |
    public static bool TryRead(ref BitReader reader, out StructureLayout layout)
    {
        layout = default;
        reader.Read(6);
        var targets = (int)reader.Read(5) + 1;
        var layersAt = reader.Position;
        int templates = 0, spatial = 0, temporal = 0;
        for (var next = 0u; next != 3;)
        {
            if (templates == MaxTemplates || spatial == MaxSpatialLayers || temporal == MaxTemporalLayers || reader.Overran)
                return false;

            templates++;
            next = reader.Read(2);
            (spatial, temporal) = Next(next, spatial, temporal);
        }

        var indicationsAt = reader.Position;
        reader.Skip(2 * templates * targets);
        var distancesAt = reader.Position;
        for (var template = 0; template < templates; template++)
        {
            while (reader.ReadFlag())
                reader.Skip(4);
        }

        var chains = (int)reader.ReadNonSymmetric((uint)targets + 1);
        var protectionAt = reader.Position;
        for (var target = 0; chains > 0 && target < targets; target++)
            reader.ReadNonSymmetric((uint)chains);

        var chainsAt = reader.Position;
        reader.Skip(4 * templates * chains);
        var sizesAt = reader.ReadFlag() ? reader.Position : 0;
        if (sizesAt != 0)
            reader.Skip(32 * (spatial + 1));

        layout = new StructureLayout
        {
            TemplateCount = templates,
            TargetCount = targets,
            ChainCount = chains,
            SpatialLayerCount = spatial + 1,
            LayersAt = layersAt,
            IndicationsAt = indicationsAt,
            DistancesAt = distancesAt,
            ProtectionAt = protectionAt,
            ChainsAt = chainsAt,
            SizesAt = sizesAt,
            End = reader.Position,
        };
        return !reader.Overran;
    }

    /// <summary>The layers of the next template, by next_layer_idc (table A.3).</summary>
    public static (int Spatial, int Temporal) Next(uint code, int spatial, int temporal) => code switch
    {
        1 => (spatial, temporal + 1),
        2 => (spatial + 1, 0),
        _ => (spatial, temporal),
    };
}
