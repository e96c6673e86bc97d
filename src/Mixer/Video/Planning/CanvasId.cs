namespace Mixer.Video.Planning;

/// <summary>One composed picture of a worker.</summary>
public readonly record struct CanvasId(int Value)
{
    public override string ToString() => $"canvas {Value}";
}
