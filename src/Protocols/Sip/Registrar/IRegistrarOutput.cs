using Protocols.Sip.Transactions;

namespace Protocols.Sip.Registrar;

/// <summary>What the registrar tells.</summary>
public interface IRegistrarOutput
{
    /// <summary>The first binding of an account, or the last one's end.</summary>
    void Changed(SipAccount account, bool isRegistered);

    void Failed(SipAccount account, RegistrationFailure failure, SipFlow flow);
}

/// <summary>Why an account could not register or call.</summary>
public enum RegistrationFailure
{
    WrongPassword,

    /// <summary>Wrong passwords came too often; for a while right ones are not looked at either.</summary>
    Locked,
    Stopped,

    /// <summary>It wants to register for less time than we allow, and insists.</summary>
    IntervalTooBrief,
    BadContact,
}
