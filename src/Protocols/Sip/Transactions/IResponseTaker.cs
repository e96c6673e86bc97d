namespace Protocols.Sip.Transactions;

/// <summary>Who made a request and waits for what becomes of it.</summary>
internal interface IResponseTaker
{
    void Receive(ClientTransaction transaction, in SipMessage response, Instant now);

    /// <summary>Nobody answered in time, or the flow is gone.</summary>
    void Failed(ClientTransaction transaction, RequestFailure failure, Instant now);
}

/// <summary>Why a request has no response.</summary>
internal enum RequestFailure
{
    TimedOut,
    FlowGone,
}
