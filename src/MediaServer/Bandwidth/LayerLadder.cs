using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>
/// The steps that one demand can climb, cheapest first. Every step up is better and costs more: what is dearer than something better
/// is left out, and so is what is taller than the picture is shown. Frame rate is given up before resolution; but a camera in more
/// than its smallest size loses at most one temporal layer, because a smaller moving picture beats a larger slide show.
/// </summary>
internal static class LayerLadder
{
    /// <summary>More layers than any codec in use has: three sizes of three frame rates.</summary>
    public const int MostSteps = 16;

    public static int Build(in Demand demand, ReadOnlySpan<LayerOption> layers, Span<LayerOption> steps)
    {
        if (demand.WantedHeight <= 0)
            return 0;

        var enough = SmallestSufficientHeight(demand.WantedHeight, layers);
        var count = 0;
        foreach (ref readonly var layer in layers)
        {
            if (IsOffered(layer) && layer.Height <= enough && !IsSlideShow(layer, demand.Priority, layers))
                count = Insert(layer, steps, count);
        }

        return RemoveDominated(steps[..count]);
    }

    private static bool IsOffered(in LayerOption layer) => layer.IsActive && layer.Bitrate > Bitrate.Zero && !layer.Choice.IsNone;

    private static int SmallestSufficientHeight(int wanted, ReadOnlySpan<LayerOption> layers)
    {
        var smallest = int.MaxValue;
        foreach (ref readonly var layer in layers)
        {
            if (IsOffered(layer) && layer.Height >= wanted)
                smallest = Math.Min(smallest, layer.Height);
        }

        return smallest;
    }

    private static bool IsSlideShow(in LayerOption layer, DemandPriority priority, ReadOnlySpan<LayerOption> layers)
    {
        if (priority == DemandPriority.ScreenShare)
            return false;

        var smoothest = 0;
        var isSmallest = true;
        foreach (ref readonly var other in layers)
        {
            if (!IsOffered(other))
                continue;

            if (other.Choice.Spatial < layer.Choice.Spatial)
                isSmallest = false;
            else if (other.Choice.Spatial == layer.Choice.Spatial)
                smoothest = Math.Max(smoothest, other.Choice.Temporal);
        }

        return !isSmallest && layer.Choice.Temporal < smoothest - 1;
    }

    private static int Insert(in LayerOption layer, Span<LayerOption> steps, int count)
    {
        if (count == steps.Length)
            return count;

        var at = count;
        for (; at > 0 && steps[at - 1].Choice > layer.Choice; at--)
            steps[at] = steps[at - 1];

        steps[at] = layer;
        return count + 1;
    }

    private static int RemoveDominated(Span<LayerOption> steps)
    {
        var kept = 0;
        foreach (var step in steps)
        {
            while (kept > 0 && steps[kept - 1].Bitrate >= step.Bitrate)
                kept--;

            steps[kept++] = step;
        }

        return kept;
    }
}
