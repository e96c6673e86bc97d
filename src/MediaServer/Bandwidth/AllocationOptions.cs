namespace MediaServer.Bandwidth;

/// <summary>How reluctant pictures are to get better again. They get worse at once.</summary>
public sealed record AllocationOptions
{
    /// <summary>A better layer needs this much room above its cost …</summary>
    public double Headroom { get; init; } = 1.2;

    /// <summary>… for so long. Key frames cost more than the estimate errs, so switching often is worse than staying low.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(2);
}
