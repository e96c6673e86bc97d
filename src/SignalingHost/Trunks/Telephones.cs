using System.Diagnostics.CodeAnalysis;
using Protocols.Sip.Calls;
using Protocols.Sip.Trunks;
using SignalingHost.Calls;
using SignalingHost.Sip;

namespace SignalingHost.Trunks;

/// <summary>The telephone network by way of the trunks that are set. SIP is there when the first call is, but made after whoever answers calls.</summary>
internal sealed class Telephones(SipTrunks trunks, Lazy<SipService> sip) : ITelephones
{
    public PhoneArrival? ArrivalOf(SipInvitation invitation)
    {
        if (invitation.Trunk is not { } name || trunks.Find(name) is not { } trunk)
            return null;

        var arrival = TrunkArrival.Of(trunk, invitation);
        return arrival.IsHidden ? new(arrival.Dialled, "", "", trunk.Media) : new(arrival.Dialled, arrival.Caller, arrival.CallerName, trunk.Media);
    }

    public IPhoneDialling? Plan(string number, PhoneCaller caller)
    {
        if (trunks.All.Count == 0 || !DialledNumber.TryParse(number, out var dialled))
            return null;

        var identity = new CallerIdentity { MeetingNumber = caller.MeetingNumber, MeetingName = caller.MeetingName };
        var dialling = sip.Value.Turn(_ => trunks.Plan(dialled, identity));
        return dialling.IsAllowed ? new Dialling(dialling, sip.Value) : null;
    }

    private sealed class Dialling(TrunkDialling dialling, SipService sip) : IPhoneDialling
    {
        public string DigitsBehind => dialling.DigitsBehind;

        public bool TryNext(SipCallId call, [NotNullWhen(true)] out TrunkTry? way)
        {
            way = sip.Turn(now => dialling.TryNext(call, now, out var next) ? next : null);
            return way is not null;
        }

        public bool TryAgain(SipCallId call, [NotNullWhen(true)] out TrunkTry? way)
        {
            way = sip.Turn(_ => dialling.TryAgain(call, out var again) ? again : null);
            return way is not null;
        }

        public bool GoesOn(SipEvent.Ended ended) => dialling.GoesOn(ended);
    }
}
