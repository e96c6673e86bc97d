using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Join;

/// <summary>
/// The one way in for people who come by themselves: with a number and its password, with a join link, with the digits a password was
/// exchanged for, or as somebody logged in. Wrong numbers and wrong passwords are answered alike and counted; the rest is for the meeting to say.
/// </summary>
internal sealed class Admissions(
    Store store, Entrances entrances, ConferenceDesk desk, PasswordTries tries, JoinRandoms randoms, IIdentitySource identities)
{
    public async Task<Admission> AdmitAsync(JoinWish wish, string source)
    {
        var number = new ConferenceId(wish.Conference);
        var key = TryKey.Meeting(number);
        if (tries.IsLocked(key, source))
            return Admission.Of(wish.Link is null ? Refusal.ConfAnonymousLoginLocked : Refusal.ConfLinkLoginLocked);

        var entrance = await store.ReadAsync(session => FindAsync(session, wish, number));
        if (entrance is null || PasswordOf(entrance, wish) is not { } password)
        {
            tries.Failed(key, source);
            return Admission.Of(wish.Random is null ? Refusal.ConfNotFoundOrAuthFailed : Refusal.ConfRandomInvalid);
        }

        var request = new JoinRequest
        {
            Who = wish.Who ?? identities.NewParticipant(),
            Name = wish.Name,
            Password = password,
            Account = wish.Account?.Id,
            Corporation = wish.Account?.Corporation,
            Number = wish.Account?.Number ?? wish.Number,
            Login = wish.Account?.Login ?? "",
            Department = wish.Account?.DepartmentName ?? "",
            Device = wish.Device,
            MicrophoneOn = wish.Microphone,
            CameraOn = wish.Camera,
        };
        var answer = await desk.JoinAsync(entrance.Number, request);
        if (answer.Refusal == Refusal.ConfNotFoundOrAuthFailed && password.Length > 0)
            tries.Failed(key, source);
        if (answer.Refusal != Refusal.None || answer.Meeting is not { } run)
            return Admission.Of(answer.Refusal);

        if (password.Length > 0)
            tries.Succeeded(key, source, entrance.Passwords.IsChair(password));
        var isIn = run.View.Find(request.Who) is { HasEntered: true };
        return new Admission(Refusal.None, run, request.Who, isIn ? null : Array.Find(run.View.Waiting, guest => guest.Id == request.Who)?.WaitingFor ?? WaitingFor.Admission);
    }

    private async Task<Entrance?> FindAsync(StoreSession session, JoinWish wish, ConferenceId number)
    {
        if (wish.Random is { } digits)
            return randoms.Find(digits) is { } known && await entrances.FindAsync(session, known.Meeting) is { } meant && (meant.Number == number || meant.Dialled == number) ? meant : null;

        // A room's link leads to whatever is held in the room; so does its number.
        return await entrances.FindAsync(session, number);
    }

    /// <summary>What stands behind what he brought; null where it stands for nothing here.</summary>
    private string? PasswordOf(Entrance entrance, JoinWish wish)
    {
        if (wish.Link is { } key)
        {
            if (AreSame(key, entrance.Tokens.Chair))
                return entrance.Passwords.Chair;
            return AreSame(key, entrance.Tokens.Guest) ? entrance.Passwords.Guest : null;
        }

        if (wish.Random is { } digits)
            return randoms.Find(digits) is { } known ? known.IsChair ? entrance.Passwords.Chair : entrance.Passwords.Guest : null;
        return wish.Password ?? "";
    }

    private static bool AreSame(string one, string other) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(one), System.Text.Encoding.UTF8.GetBytes(other));
}

/// <summary>Somebody wants in. One of password, link and random, or none where none is asked.</summary>
internal sealed record JoinWish
{
    public required string Conference { get; init; }

    public string? Password { get; init; }

    /// <summary>The 48 hex digits of a join link.</summary>
    public string? Link { get; init; }

    /// <summary>The fifteen digits that a password was exchanged for.</summary>
    public string? Random { get; init; }

    public required string Name { get; init; }

    /// <summary>Null: anonymous.</summary>
    public Account? Account { get; init; }

    /// <summary>Of somebody without an account, if it is known to be his.</summary>
    public string Number { get; init; } = "";

    /// <summary>The id of his stay; null: it is drawn.</summary>
    public ParticipantId? Who { get; init; }

    public Device Device { get; init; } = new();

    public bool Microphone { get; init; } = true;

    public bool Camera { get; init; } = true;
}

/// <summary>How it ended: refused, in, or waiting for the chair or for admission.</summary>
internal sealed record Admission(Refusal Refusal, RunningMeeting? Meeting, ParticipantId Who, WaitingFor? Waits)
{
    public static Admission Of(Refusal refusal) => new(refusal, null, default, null);
}
