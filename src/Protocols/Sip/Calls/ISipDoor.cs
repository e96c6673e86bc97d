using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>Who may register and who may call.</summary>
public interface ISipDoor
{
    /// <summary>Answers a REGISTER.</summary>
    void Register(in SipReply reply);

    /// <summary>False if the invitation has been refused or its sender asked who he is.</summary>
    bool TryAdmit(in SipReply reply, out SipCaller caller);
}
