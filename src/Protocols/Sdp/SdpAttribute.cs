namespace Protocols.Sdp;

/// <summary>One <c>a=</c> line: a name, and a value if there was a colon.</summary>
public readonly record struct SdpAttribute(string Name, string? Value = null)
{
    public override string ToString() => Value is null ? $"a={Name}" : $"a={Name}:{Value}";
}
