namespace Protocols.Rtp;

/// <summary>The name of one simulcast encoding (RFC 8851 <c>a=rid</c>).</summary>
public readonly record struct Rid(string Value)
{
    public override string ToString() => Value;
}
