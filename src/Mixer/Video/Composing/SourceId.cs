namespace Mixer.Video.Composing;

/// <summary>One stream of pictures that may be shown: a camera or shared content.</summary>
public readonly record struct SourceId(int Value)
{
    public override string ToString() => $"source {Value}";
}
