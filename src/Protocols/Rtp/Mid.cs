namespace Protocols.Rtp;

/// <summary>The name of a media section (RFC 9143 BUNDLE, RFC 5888 <c>a=mid</c>).</summary>
public readonly record struct Mid(string Value)
{
    public override string ToString() => Value;
}
