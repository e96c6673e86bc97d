using Meetings.Booking;
using Meetings.Corporations;

namespace Meetings.Tests.Booking;

/// <summary>A corporation with people in it, at eight in the morning (UTC) of a Saturday, where meetings are booked.</summary>
internal sealed class BookingOffice
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static readonly Account Alice = Person("alice", AdminType.Member);
    public static readonly Account Bob = Person("bob", AdminType.Member);
    public static readonly Account Admin = Person("admin", AdminType.Admin);
    public static readonly Account Stranger = Person("admin", AdminType.Admin) with { Corporation = new("theirs") };
    public static readonly Account Board = Person("board", AdminType.Member) with { Kind = AccountKind.Terminal };

    /// <summary>The least that can be asked for: begin now.</summary>
    public static readonly BookingRequest Plain = new() { MediaTypes = "HDVideo" };

    /// <summary>Booked for tomorrow at ten.</summary>
    public static readonly BookingRequest Tomorrow = Plain with { Start = Now.AddHours(26), Subject = "Plan", Length = 60 };

    public SeededIdentities Identities { get; } = new();

    public Corporation Corporation { get; init; } = new()
    {
        Id = new("ours"),
        Name = "Ours",
        RecordingSpace = 1000,
        MaySendSms = true,
    };

    public CloudRoom? Room { get; set; }

    public List<RoomUse> RoomUses { get; } = [];

    public HashSet<ConferenceId> Taken { get; } = [];

    public static CloudRoom RoomOf(Account holder, RoomMode mode = RoomMode.Cloud) => new()
    {
        Id = new("room"),
        Corporation = new("ours"),
        Number = new("970000001"),
        Mode = mode,
        Seats = mode == RoomMode.Cloud ? 50 : 0,
        Holder = holder.Id,
        HolderKind = holder.Kind,
        Passwords = new("111111", "222222"),
        Tokens = new("c", "g"),
        GuestsFirst = false,
    };

    /// <summary>The request for a meeting on the room.</summary>
    public static BookingRequest OnRoom(BookingRequest request, RoomIdKind kind = RoomIdKind.Fixed) =>
        request with { VmrFlag = 1, VmrId = "room", VmrIdType = (int)kind };

    public BookingContext Context(Account by) => new()
    {
        Corporation = Corporation,
        By = by,
        Room = Room,
        RoomUses = RoomUses,
        IsTaken = Taken.Contains,
    };

    public Refusal TryBook(BookingRequest request, Account by, out BookedMeeting? meeting)
    {
        var refusal = BookingRules.TryBook(request, Context(by), Identities, Now, out var created);
        meeting = created?.Meeting;
        return refusal;
    }

    public Refusal Refuse(BookingRequest request, Account? by = null)
    {
        var refusal = TryBook(request, by ?? Alice, out var meeting);
        Assert.That(meeting is null, Is.EqualTo(refusal != Refusal.None), "a refusal books nothing");
        return refusal;
    }

    public BookedMeeting Book(BookingRequest request, Account? by = null)
    {
        Assert.That(TryBook(request, by ?? Alice, out var meeting), Is.EqualTo(Refusal.None));
        return meeting!;
    }

    public Refusal TryChange(BookedMeeting meeting, BookingRequest request, out BookedMeeting? changed, Account? by = null, DateTimeOffset? now = null)
    {
        var refusal = BookingRules.TryChange(meeting, request, Context(by ?? Alice), Identities, now ?? Now, out var happened);
        changed = happened?.Meeting;
        return refusal;
    }

    private static Account Person(string name, AdminType admin) => new()
    {
        Id = new(name),
        Corporation = new("ours"),
        Login = name,
        Name = $"{char.ToUpperInvariant(name[0])}{name[1..]}",
        Number = $"+991100{name.Length}",
        Email = $"{name}@example.com",
        DepartmentName = "Works",
        Admin = admin,
    };
}
