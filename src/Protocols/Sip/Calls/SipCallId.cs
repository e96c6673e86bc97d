namespace Protocols.Sip.Calls;

/// <summary>One call of this server. Calls that come in get even numbers here; whoever dials gives his calls odd ones.</summary>
public readonly record struct SipCallId(long Value)
{
    public override string ToString() => $"call {Value}";
}
