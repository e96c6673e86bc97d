namespace Interop.Calls;

/// <summary>What was on a page's screen for a while.</summary>
internal sealed record Watching(SeenFrame[] Frames, double Begin, double Seconds)
{
    /// <summary>Pictures whose number could not be read are −1.</summary>
    public double ReadableShare => Frames.Length == 0 ? 0 : (double)Frames.Count(frame => frame.Number >= 0) / Frames.Length;

    public IReadOnlyList<int> Numbers => [.. Frames.Select(frame => frame.Number).Where(number => number >= 0)];

    /// <summary>Of the pictures that were painted between the first and the last seen, how many were seen.</summary>
    public double SeenShare => Numbers.Count < 2 ? 0 : (double)Numbers.Distinct().Count() / (Numbers.Max() - Numbers.Min() + 1);

    /// <summary>Of the pictures that the other's browser sent in that while, how many were decoded here: what a sender had no time to encode is not missed. Not for layers in one stream, each of which the sender counts.</summary>
    public double? DeliveredShare { get; init; }

    public double FramesPerSecond => Numbers.Distinct().Count() / Seconds;

    /// <summary>How far the numbers went on in that while, per second.</summary>
    public double Pace => Numbers.Count < 2 ? 0 : (Numbers.Max() - Numbers.Min()) / Seconds;

    public double LongestStandstill
    {
        get
        {
            double[] moments = [Begin, .. Frames.Select(frame => frame.At), Begin + (Seconds * 1000)];
            return moments.Zip(moments.Skip(1), (a, b) => (b - a) / 1000).Max();
        }
    }

    public bool IsInOrder => Numbers.Zip(Numbers.Skip(1), (a, b) => a <= b).All(inOrder => inOrder);

    public override string ToString() =>
        $"{FramesPerSecond:0.0} pictures/s of {Pace:0.0} painted, {SeenShare:P0} seen, {(DeliveredShare is { } share ? $"{share:P0} of those sent delivered, " : "")}{ReadableShare:P0} readable, longest standstill {LongestStandstill:0.00} s, {Frames.LastOrDefault()}";
}

internal sealed record SeenFrame(int Number, int Red, int Green, int Blue, int Width, int Height, double At);
