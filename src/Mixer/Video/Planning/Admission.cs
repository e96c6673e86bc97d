namespace Mixer.Video.Planning;

/// <summary>
/// Whether there is room for more. What was promised counts in full, though most of it is idle at any moment: a picture that begins to move must not find the
/// machine taken.
/// </summary>
public sealed class Admission(double cores, AdmissionOptions options)
{
    /// <summary>In cores.</summary>
    public double Promised { get; private set; }

    public double Room => Math.Max(0, (cores * options.Share) - Promised);

    /// <summary>True: the cost (in cores) is promised until it is given back.</summary>
    public bool TryPromise(double cost, MixLimits limits)
    {
        if (!limits.NewVideo || cost > Room)
            return false;

        Promised += cost;
        return true;
    }

    public void GiveBack(double cost) => Promised = Math.Max(0, Promised - cost);
}

public sealed record AdmissionOptions
{
    /// <summary>Of all cores, for video. The rest is for sound, packets and what the model does not know.</summary>
    public double Share { get; init; } = 0.8;
}
