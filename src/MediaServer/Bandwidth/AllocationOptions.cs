namespace MediaServer.Bandwidth;

/// <summary>How reluctant pictures are to get better again. They get worse at once.</summary>
public sealed record AllocationOptions
{
    /// <summary>A better layer needs this much room above its cost …</summary>
    public double Headroom { get; init; } = 1.2;

    /// <summary>… for so long. Key frames cost more than the estimate errs, so switching often is worse than staying low.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most important picture goes on while the budget covers this share of its smallest step …</summary>
    public double Covered { get; init; } = 0.5;

    /// <summary>… and for so long when it does not because of delay: most dips are over sooner, and a picture that was stopped is missed for seconds.</summary>
    public TimeSpan Dip { get; init; } = TimeSpan.FromSeconds(3);
}
