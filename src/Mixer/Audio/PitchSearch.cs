using System.Runtime.CompilerServices;

namespace Mixer.Audio;

/// <summary>Finds after how many samples a sound is most like itself.</summary>
internal static class PitchSearch
{
    /// <summary>
    /// The lag between <paramref name="shortest"/> and <paramref name="longest"/> at which the window that begins at
    /// <paramref name="at"/> is most like the one that lag later (positive <paramref name="direction"/>) or earlier.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int BestLag(ReadOnlySpan<float> sound, int at, int window, int shortest, int longest, int direction, out float likeness)
    {
        var here = sound.Slice(at, window);
        var energyHere = Samples.Energy(here);
        var energyThere = Samples.Energy(sound.Slice(at + (direction * shortest), window));
        var best = shortest;
        likeness = -1;
        for (var lag = shortest; lag <= longest; lag++)
        {
            var start = at + (direction * lag);
            var alike = Samples.Product(here, sound.Slice(start, window)) / MathF.Sqrt((energyHere * energyThere) + 1e-12f);

            // A multiple of the true period is as good as the period; the shorter one joins more smoothly.
            if (alike > likeness + 0.01f)
                (best, likeness) = (lag, alike);

            if (lag < longest)
                energyThere = MathF.Max(Slide(sound, start, window, direction, energyThere), 0);
        }

        return best;
    }

    private static float Slide(ReadOnlySpan<float> sound, int start, int window, int direction, float energy)
    {
        var (gone, come) = direction > 0 ? (sound[start], sound[start + window]) : (sound[start + window - 1], sound[start - 1]);
        return energy - (gone * gone) + (come * come);
    }
}
