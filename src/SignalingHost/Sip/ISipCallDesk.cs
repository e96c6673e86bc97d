using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;
using SignalingHost.Accounts;

namespace SignalingHost.Sip;

/// <summary>Whoever answers calls and makes them. It is told events one after the other and answers with commands, then or later.</summary>
internal interface ISipCallDesk
{
    /// <summary>Before the first event.</summary>
    void Serve(ISipLine line);

    void Happened(SipEvent happened);
}

/// <summary>Where commands to calls go; any thread may call it.</summary>
internal interface ISipLine
{
    void Do(SipCommand command);

    /// <summary>The name or address that is ours in what we send.</summary>
    string Host { get; }

    /// <summary>The way to an account's terminal, while it is registered.</summary>
    bool TryFindWay(string number, out SipFlow flow, out string contact);

    TerminalPresence Of(string sipNumber);

    /// <summary>This call is the account's now. False if it is in another and may be in one only.</summary>
    bool TryOccupy(string account, SipCallId call);
}

/// <summary>The truth where no meeting can be dialled: nobody has that number.</summary>
internal sealed class NobodyAnswers : ISipCallDesk
{
    private ISipLine? _line;

    public void Serve(ISipLine line) => _line = line;

    public void Happened(SipEvent happened)
    {
        if (happened is SipEvent.Invited invited)
            _line?.Do(new SipCommand.Refuse(invited.Call, 404));
    }
}
