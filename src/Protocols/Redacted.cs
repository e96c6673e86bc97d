namespace Protocols;

/// <summary>A value a person could be known by, or a secret. It prints as a mark, so it cannot reach a log by accident.</summary>
public readonly record struct Redacted<T>(T Value)
{
    public override string ToString() => "«redacted»";
}
