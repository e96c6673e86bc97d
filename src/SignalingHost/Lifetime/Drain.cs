namespace SignalingHost.Lifetime;

/// <summary>
/// The state of ending well. Once it has begun it never ends otherwise: readiness says no, whoever lets people in asks
/// <see cref="HasBegun"/> and refuses, and those inside are given time.
/// </summary>
internal sealed class Drain
{
    private int _begun;

    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>True for the caller who began it, false where it had begun already.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;
}
