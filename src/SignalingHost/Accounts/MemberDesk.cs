using Meetings;
using Meetings.Corporations;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>
/// Brings users and terminals into being and takes them away, with all that belongs to them: a SIP number, credentials, and a personal
/// meeting id for users. Works inside a transaction of the caller's.
/// </summary>
internal sealed class MemberDesk(SipOptions sip, AccountOptions accounts, IIdentitySource identities)
{
    // +99 and fifteen digits, as the numbers in the field look.
    private const string NumberPrefix = "+99111";
    private const int NumberDigits = 12;

    // Random meeting ids begin with 9; fixed numbers must never be one of them.
    private const string RoomPrefix = "8";
    private const int RoomDigits = 8;

    /// <summary>A password that keeps the rules, for an account that came without one.</summary>
    public string DrawPassword() => string.Create(16, identities, static (text, from) =>
    {
        // Letters and digits that nobody takes for one another.
        const string letters = "abcdefghijkmnpqrstuvwxyz", digits = "23456789";
        for (var i = 0; i < text.Length; i++)
            text[i] = i % 4 == 3 ? digits[from.Below(digits.Length)] : letters[from.Below(letters.Length)];
    });

    /// <summary>Adds a member; what has no id, number or login yet is given one. Refused where the login or the other login is taken.</summary>
    public async Task<(Refusal Refusal, Member Member)> AddAsync(StoreSession session, Member wanted, string password, DateTimeOffset now)
    {
        var number = wanted.SipNumber.Length > 0 ? wanted.SipNumber : await FreeSipNumberAsync(session);
        var login = wanted.Login.Length > 0 ? wanted.Login.ToLowerInvariant() : number;
        var member = wanted with { Id = identities.NewAccount(), SipNumber = number, Login = login, CreatedAt = now };
        if (!await MemberTable.TryInsertAsync(session, member, CredentialsOf(password, login, number)))
            return (Refusal.AccountExists, wanted);

        if (member.Kind == AccountKind.User)
            await AddPersonalRoomAsync(session, member, now);
        return (Refusal.None, member);
    }

    /// <summary>The account that an app speaks of and that there was not yet; null where its login is somebody else's.</summary>
    public async Task<Member?> AddByAppAsync(StoreSession session, Tenant tenant, AppLogin login, DateTimeOffset now)
    {
        var known = login.DepartmentCode.Length > 0 && await DepartmentTable.FindAsync(session, tenant.Id, login.DepartmentCode) is not null;
        var wanted = new Member
        {
            Id = default,
            Corporation = tenant.Id,
            Login = "",
            ThirdLogin = login.UserId,
            Name = login.UserName.Length > 0 ? login.UserName : login.UserId,
            Email = login.Email,
            Phone = login.Phone,
            DepartmentCode = known ? login.DepartmentCode : Department.RootCode,
            SipNumber = "",
        };
        var (refusal, member) = await AddAsync(session, wanted, DrawPassword(), now);
        return refusal == Refusal.None ? member : null;
    }

    public async Task RemoveAsync(StoreSession session, Member member)
    {
        await RoomTable.DeletePersonalAsync(session, member.Id);

        // Rooms that it held go back with other passwords, so that it cannot come in with the ones it knows.
        foreach (var room in await RoomTable.HeldByAsync(session, member.Id))
        {
            if (RoomRules.TryRecycle(room, member.Id, identities, out var recycled) == Refusal.None)
                await RoomTable.UpdateAsync(session, recycled);
        }

        await MemberTable.DeleteAsync(session, member.Id);
    }

    public Task SetPasswordAsync(StoreSession session, Member member, string password, bool mustChange, DateTimeOffset now) =>
        MemberTable.SetCredentialsAsync(session, member.Id, CredentialsOf(password, member.Login, member.SipNumber), mustChange, now);

    private Credentials CredentialsOf(string password, string login, string number) => Credentials.Of(password, login, number, sip.Realm, accounts.HashIterations);

    /// <summary>A number for a room that nobody has.</summary>
    public async Task<ConferenceId> FreeRoomNumberAsync(StoreSession session)
    {
        while (true)
        {
            var number = RoomPrefix + identities.Digits(RoomDigits);
            if (!await RoomTable.IsNumberTakenAsync(session, number))
                return new ConferenceId(number);
        }
    }

    private async Task<string> FreeSipNumberAsync(StoreSession session)
    {
        while (true)
        {
            var number = NumberPrefix + identities.Digits(NumberDigits);
            if (await MemberTable.FindBySipNumberAsync(session, number) is null)
                return number;
        }
    }

    private async Task AddPersonalRoomAsync(StoreSession session, Member member, DateTimeOffset now)
    {
        var number = await FreeRoomNumberAsync(session);
        var room = new CloudRoom
        {
            Id = identities.NewRoom(),
            Corporation = member.Corporation,
            Number = number,
            Name = member.Name,
            Mode = RoomMode.Personal,
            Holder = member.Id,
            HolderKind = AccountKind.User,
            Passwords = PasswordDraw.For(number, identities),
            Tokens = JoinTokens.Draw(identities),
        };
        await RoomTable.InsertAsync(session, room, resource: null, now);
    }
}
