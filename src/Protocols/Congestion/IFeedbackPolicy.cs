namespace Protocols.Congestion;

/// <summary>
/// Decides which numbers the next feedback packet speaks of. It cannot alter what is said of them: an arrival is reported
/// with its time and a number that has not come is reported as such, or the packet does not reach over it. What lies before
/// the chosen run, and is not in it, is never mentioned.
/// </summary>
public interface IFeedbackPolicy
{
    /// <summary>False when nothing of the window is to be said.</summary>
    bool TryChoose(in ArrivalWindow window, out FeedbackRun run);
}

/// <summary>The offsets of a window from <paramref name="Start"/> up to but not including <paramref name="End"/>.</summary>
public readonly record struct FeedbackRun(int Start, int End);
