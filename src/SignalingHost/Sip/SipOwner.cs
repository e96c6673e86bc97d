using Meetings;

namespace SignalingHost.Sip;

/// <summary>Whose SIP account it is.</summary>
internal sealed record SipOwner(AccountId Account, CorporationId Corporation);
