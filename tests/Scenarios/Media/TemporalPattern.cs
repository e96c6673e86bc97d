namespace Scenarios.Media;

/// <summary>
/// The usual hierarchies of one, two and three temporal layers: 0, 0 1, 0 2 1 2. Each picture is predicted from the newest one of a lower
/// layer, base pictures from the base picture before. Only the second picture of layer 2 needs another layer than the base.
/// </summary>
public static class TemporalPattern
{
    private static readonly int[][] Layers = [[0], [0, 1], [0, 2, 1, 2]];

    public static int Length(int layers) => Layers[layers - 1].Length;

    public static int LayerAt(int layers, int place) => Layers[layers - 1][place];

    /// <summary>How many pictures back the reference of a picture lies.</summary>
    public static int DistanceAt(int layers, int place) => place switch
    {
        0 => Length(layers),
        3 => 1,
        _ => place,
    };

    public static bool NeedsBaseOnly(int place) => place < 3;
}
