namespace Protocols.Sip.Transactions;

/// <summary>What SIP says to the world around it.</summary>
public interface ISipOutput
{
    /// <summary>The bytes are the sender's again when this returns.</summary>
    void Send(SipFlow flow, ReadOnlySpan<byte> message);
}
