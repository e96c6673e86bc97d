using Meetings;
using Meetings.Conduct;
using Protocols.Sip.Calls;
using SignalingHost.Accounts;
using SignalingHost.Join;
using SignalingHost.Sip;
using SignalingHost.Storage;

namespace SignalingHost.Calls;

/// <summary>Who calls, and whether he may come in. A caller is who he has proved to be; what a guest says of himself is a name and no more.</summary>
internal sealed class CallDoor(Store store, Admissions admissions, IIdentitySource identities)
{
    private const int LongestName = 96;

    public async Task<CallParty> PartyOfAsync(SipInvitation invitation, PhoneArrival? phone)
    {
        var member = invitation.Account is { } number ? await MemberOfAsync(number) : null;
        var host = invitation.Flow.Remote.ToIPAddress().MapToIPv4OrSelf();
        var name = member?.Name ?? NameOf(phone?.CallerName ?? invitation.FromDisplay, phone?.Caller ?? invitation.FromUser, phone is null ? "SIP" : "Phone");
        return new CallParty
        {
            Who = identities.NewParticipant(),
            Name = name.Length > LongestName ? name[..LongestName] : name,
            Number = phone?.Caller ?? "",
            Account = member?.ToAccount(""),
            IsPhone = phone is not null,
            UserAgent = invitation.UserAgent,

            // A trunk's media comes from elsewhere, and its callers are not one source.
            Host = phone is null ? host : null,
            Home = invitation.Host,
            Trunk = invitation.Trunk,
            Over = phone?.Media,
            Source = phone is { Caller.Length: > 0 } ? $"tel:{phone.Caller}" : host.ToString(),
        };
    }

    public Task<Member?> MemberOfAsync(string number) => store.ReadAsync(session => MemberTable.FindBySipNumberAsync(session, number));

    public Task<Admission> AdmitAsync(CallParty party, Device device, string meeting, string? password) => admissions.AdmitAsync(
        new JoinWish
        {
            Conference = meeting,
            Password = password,
            Who = party.Who,
            Name = party.Name,
            Number = party.Number,
            Account = party.Account,
            Device = device,
        },
        party.Source);

    public static Device DeviceOf(CallParty party, bool hasPicture) => new()
    {
        Kind = party.IsPhone ? DeviceKind.Phone : DeviceKind.Terminal,
        MultiStream = false,
        Video = hasPicture && !party.IsPhone,
        CanShare = false,
        CanControl = !party.IsPhone,
        Address = party.Host?.ToString() ?? "",
        UserAgent = party.UserAgent,
    };

    private static string NameOf(string display, string user, string otherwise) =>
        !string.IsNullOrWhiteSpace(display) ? display.Trim() : !string.IsNullOrWhiteSpace(user) ? user.Trim() : otherwise;
}
