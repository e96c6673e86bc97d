namespace MediaServer.Bandwidth;

/// <summary>A spatial layer up to one of its temporal layers, or nothing. Resolution orders before frame rate.</summary>
public readonly record struct LayerChoice(sbyte Spatial, sbyte Temporal) : IComparable<LayerChoice>
{
    public static readonly LayerChoice None = new(-1, -1);

    public bool IsNone => Spatial < 0;

    private int Rank => (Spatial << 8) + Temporal;

    public static bool operator <(LayerChoice a, LayerChoice b) => a.Rank < b.Rank;

    public static bool operator >(LayerChoice a, LayerChoice b) => a.Rank > b.Rank;

    public static bool operator <=(LayerChoice a, LayerChoice b) => a.Rank <= b.Rank;

    public static bool operator >=(LayerChoice a, LayerChoice b) => a.Rank >= b.Rank;

    public int CompareTo(LayerChoice other) => Rank.CompareTo(other.Rank);

    public override string ToString() => IsNone ? "none" : $"S{Spatial}T{Temporal}";
}
