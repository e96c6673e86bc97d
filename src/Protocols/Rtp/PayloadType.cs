namespace Protocols.Rtp;

/// <summary>The 7-bit number that the session description ties to a codec.</summary>
public readonly record struct PayloadType(byte Value)
{
    public override string ToString() => $"{Value}";
}
