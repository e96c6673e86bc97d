using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Startup;

/// <summary>
/// Something to try at once: people, a terminal's account, a room, and a meeting that runs. What is there from an earlier start is left
/// as it is, and the meeting is opened again.
/// </summary>
internal sealed class Demo(Store store, MemberDesk members, ResourceDesk resources, BookingTable bookings, BookingDesk booking, ConferenceDesk desk, TimeProvider clock)
{
    private const string Subject = "Demo meeting";
    private const string Terminal = "te40";
    private const int RoomSeats = 50;
    private const int Day = 24 * 60;

    private static readonly (string Login, string Name)[] Users = [("alice", "Alice"), ("bob", "Bob"), ("chen", "陈晨")];

    public async Task<DemoFacts> PrepareAsync()
    {
        var people = await store.WriteAsync(AddPeopleAsync);
        var owner = people.Owner;
        var wanted = new BookingQuery(owner.Corporation, new Slice(0, 1)) { People = BookingPeople.Of(owner), Text = Subject.ToLowerInvariant() };
        var found = await store.ReadAsync(session => bookings.FindAsync(session, wanted));
        var meeting = found.Rows is [var before, ..] ? before : await BookAsync(owner.Id);
        await desk.OpenAsync(meeting.Id);
        return people with { Meeting = meeting };
    }

    private async Task<BookedMeeting> BookAsync(AccountId owner)
    {
        var answer = await booking.BookAsync(owner, new BookingRequest
        {
            Subject = Subject,
            MediaTypes = "HDVideo",
            Length = Day,
            AllowGuestStartConf = true,
            NotifyByMail = false,
            NotifyByCalendar = false,
        });
        return answer.Meeting ?? throw new StartRefusal($"The demo meeting was not booked ({answer.Refusal.Symbol}): start without --demo, or with an empty Data:Directory.");
    }

    private async Task<DemoFacts> AddPeopleAsync(StoreSession session)
    {
        var now = clock.GetUtcNow();
        var tenant = (await CorporationTable.OperatorAsync(session))!;
        var password = members.DrawPassword();
        var isNew = false;
        foreach (var (login, name) in Users)
            isNew |= await TryAddAsync(new Member { Id = default, Corporation = tenant.Id, Login = login, Name = name, SipNumber = "" });
        isNew |= await TryAddAsync(new Member { Id = default, Corporation = tenant.Id, Kind = AccountKind.Terminal, Login = Terminal, Name = "TE40", Model = "TE40", SipNumber = "" });

        if (await MemberTable.FindByLoginAsync(session, Users[0].Login) is not { } alice || alice.Corporation != tenant.Id)
            throw new StartRefusal($"The demo wants an account {Users[0].Login} in the first corporation, and another corporation has it: start without --demo.");

        var owner = alice.ToAccount("");
        var held = await RoomTable.HeldByAsync(session, owner.Id);
        var room = held.Find(one => one.Mode == RoomMode.Cloud) ?? await AddRoomAsync(session, owner, held.Count, now);
        return new DemoFacts
        {
            Owner = owner,
            Logins = [.. Users.Select(user => user.Login)],
            Terminal = await MemberTable.FindByLoginAsync(session, Terminal) is { Kind: AccountKind.Terminal } terminal ? terminal : null,
            DrawnPassword = isNew ? password : null,
            Room = room,
        };

        async Task<bool> TryAddAsync(Member wanted) =>
            !await MemberTable.HasLoginAsync(session, wanted.Login) && (await members.AddAsync(session, wanted, password, now)).Refusal == Refusal.None;
    }

    private async Task<CloudRoom> AddRoomAsync(StoreSession session, Account owner, int held, DateTimeOffset now)
    {
        var room = await resources.AddRoomAsync(session, owner.Corporation, RoomSeats, resource: null, now);
        if (RoomRules.TryAssign(room, owner, held, out var assigned) == Refusal.None)
            await RoomTable.UpdateAsync(session, assigned);
        return assigned;
    }
}

/// <summary>What there is to try.</summary>
internal sealed record DemoFacts
{
    public required Account Owner { get; init; }

    public required IReadOnlyList<string> Logins { get; init; }

    public Member? Terminal { get; init; }

    /// <summary>Of the accounts that were made just now; afterwards only its hash is known.</summary>
    public string? DrawnPassword { get; init; }

    public required CloudRoom Room { get; init; }

    public BookedMeeting Meeting { get; init; } = null!;
}
