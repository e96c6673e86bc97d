using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>What the user agent says: bytes to the network, events to whoever owns the calls.</summary>
public interface ISipCallOutput : ISipOutput
{
    void Raise(SipEvent happened);
}
