namespace Mixer.Video.Planning;

/// <summary>
/// How many times slower this machine is than the one that the cost model's constants are of: by the processor time that pictures have really taken, and what
/// the model says of the same pictures. It is never taken for faster: what makes it seem so are pictures that stand still, and they may begin to move.
/// </summary>
public sealed class MachineSpeed(MachineSpeedOptions options)
{
    private double _work;
    private double _taken;

    public double Factor { get; private set; } = 1;

    /// <summary>Both in seconds of a core, since the beginning.</summary>
    public void Receive(double work, TimeSpan taken)
    {
        var (moreWork, moreTaken) = (work - _work, taken.TotalSeconds - _taken);
        if (moreWork < options.LeastWork)
            return;

        (_work, _taken) = (work, taken.TotalSeconds);
        Factor = Math.Clamp(Factor + (((moreTaken / moreWork) - Factor) * options.Weight), 1, options.Slowest);
    }
}

public sealed record MachineSpeedOptions
{
    /// <summary>From less than so much, in seconds of a core, nothing is concluded: eight seconds of one 720p30 meeting.</summary>
    public double LeastWork { get; init; } = 2;

    /// <summary>What is measured counts so much against what is known.</summary>
    public double Weight { get; init; } = 0.25;

    /// <summary>Nothing is so slow; something else is wrong.</summary>
    public double Slowest { get; init; } = 8;
}
