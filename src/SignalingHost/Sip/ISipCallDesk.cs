using Protocols.Sip.Calls;

namespace SignalingHost.Sip;

/// <summary>Whoever answers calls and makes them. It is told events one after the other and answers with commands, then or later.</summary>
internal interface ISipCallDesk
{
    void Happened(SipEvent happened, ISipLine line);
}

/// <summary>Where commands to calls go; any thread may call it.</summary>
internal interface ISipLine
{
    void Do(SipCommand command);

    /// <summary>The way to an account's terminal, while it is registered.</summary>
    bool TryFindWay(string number, out Protocols.Sip.Transactions.SipFlow flow, out string contact);
}

/// <summary>The truth where no meeting can be dialled: nobody has that number.</summary>
internal sealed class NobodyAnswers : ISipCallDesk
{
    public void Happened(SipEvent happened, ISipLine line)
    {
        if (happened is SipEvent.Invited invited)
            line.Do(new SipCommand.Refuse(invited.Call, 404));
    }
}
