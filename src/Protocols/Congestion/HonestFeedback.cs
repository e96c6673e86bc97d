namespace Protocols.Congestion;

/// <summary>Speaks of every number, the lost ones too.</summary>
public sealed class HonestFeedback : IFeedbackPolicy
{
    public static readonly HonestFeedback Instance = new();

    public bool TryChoose(in ArrivalWindow window, out FeedbackRun run)
    {
        run = new FeedbackRun(0, window.Count);
        return true;
    }
}
