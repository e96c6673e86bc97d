namespace Protocols.Stun;

/// <summary>What kind of message a STUN message is (RFC 8489 §5).</summary>
public enum StunClass
{
    Request = 0,
    Indication = 1,
    SuccessResponse = 2,
    ErrorResponse = 3,
}

/// <summary>The one method ICE uses. Others parse, and are refused by whoever receives them.</summary>
public enum StunMethod
{
    Binding = 1,
}
