using Protocols.Sip;
using Protocols.Sip.Transactions;

namespace SignalingHost.Sip;

/// <summary>Who is given what comes from the network.</summary>
internal interface ISipReceiver
{
    void Receive(ReadOnlySpan<byte> message, SipFraming framing, SipFlow flow);

    void Closed(SipFlow flow);
}
