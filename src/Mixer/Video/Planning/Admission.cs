namespace Mixer.Video.Planning;

/// <summary>
/// Whether there is room for more. What was promised counts in full, though most of it is idle at any moment: a picture that begins to move must not find the
/// machine taken.
/// </summary>
public sealed class Admission(double cores, AdmissionOptions options)
{
    private double _promised;

    /// <summary>How many times slower this machine is than the costs are counted for.</summary>
    public double MachineFactor { get; set; } = 1;

    /// <summary>In cores of this machine.</summary>
    public double Promised => _promised * MachineFactor;

    public double Room => Math.Max(0, (cores * options.Share) - Promised);

    /// <summary>True: the cost (in cores that the model counts in) is promised until it is given back.</summary>
    public bool TryPromise(double cost, MixLimits limits)
    {
        if (!limits.NewVideo || cost * MachineFactor > Room)
            return false;

        _promised += cost;
        return true;
    }

    public void GiveBack(double cost) => _promised = Math.Max(0, _promised - cost);
}

public sealed record AdmissionOptions
{
    /// <summary>Of all cores, for video. The rest is for sound, packets and what the model does not know.</summary>
    public double Share { get; init; } = 0.8;
}
