namespace SignalingHost.Accounts;

/// <summary>Whether whoever has a SIP number can be called now. The registrar answers.</summary>
internal interface ITerminalPresence
{
    TerminalPresence Of(string sipNumber);
}

/// <summary>What is known of a SIP number.</summary>
internal enum TerminalPresence
{
    NotRegistered,
    Idle,
    InCall,
}

/// <summary>The truth where no SIP listener runs: nobody is registered.</summary>
internal sealed class NobodyRegistered : ITerminalPresence
{
    public TerminalPresence Of(string sipNumber) => TerminalPresence.NotRegistered;
}
