using System.Diagnostics.CodeAnalysis;
using Protocols.Sip.Calls;
using Protocols.Sip.Trunks;

namespace SignalingHost.Calls;

/// <summary>The telephone network, for whoever answers and makes calls. Where nobody serves it there is none.</summary>
internal interface ITelephones
{
    /// <summary>Null if the call does not come from there.</summary>
    PhoneArrival? ArrivalOf(SipInvitation invitation);

    /// <summary>Null where such a number is never dialled from here.</summary>
    IPhoneDialling? Plan(string number, PhoneCaller caller);
}

/// <summary>One telephone that is to be called: by one way after the other, until one reaches it.</summary>
internal interface IPhoneDialling
{
    /// <summary>An extension or the like: keys to be pressed when it is answered; a comma is a pause.</summary>
    string DigitsBehind { get; }

    /// <summary>The next way, for a call that is to bear this number.</summary>
    bool TryNext(SipCallId call, [NotNullWhen(true)] out TrunkTry? way);

    /// <summary>The same way once more, with an offer that says less.</summary>
    bool TryAgain(SipCallId call, [NotNullWhen(true)] out TrunkTry? way);

    /// <summary>Whether it was the way that failed and not the telephone.</summary>
    bool GoesOn(SipEvent.Ended ended);
}

/// <summary>A call from the telephone network, its numbers as they are written here; what is not told or not to be shown is empty.</summary>
internal sealed record PhoneArrival(string Dialled, string Caller, string CallerName, TrunkMedia Media);

/// <summary>As whom a telephone is called: the number by which the meeting can be called back, and its name.</summary>
internal sealed record PhoneCaller(string MeetingNumber, string MeetingName);
