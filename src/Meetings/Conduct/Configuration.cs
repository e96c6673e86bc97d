using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>Settings of a meeting that runs: what is asked is changed together, or not at all.</summary>
internal sealed class Configuration(Hall hall, Sharing sharing)
{
    public Refusal Change(ConfigurationChange change)
    {
        if (change == new ConfigurationChange())
            return Refusal.RequestBodyIsNull;
        if (!IsInRange(change))
            return Refusal.ParameterVerifiedFail;

        if (change.LockSharing is { } lockSharing)
            sharing.Lock(lockSharing == 1);

        var now = hall.Dynamics;
        hall.Dynamics = now with
        {
            JoinRestriction = (JoinRestriction)(change.JoinRestriction ?? (int)now.JoinRestriction),
            AudienceRestriction = (JoinRestriction)(change.AudienceRestriction ?? (int)now.AudienceRestriction),
            CanUnmute = Flag(change.AllowUnmuteByOneself, now.CanUnmute),
            Chat = (ChatPermission)(change.ChatPermission ?? (int)now.Chat),
            ClientRecording = (ClientRecording)(change.ClientRecording ?? (int)now.ClientRecording),
            AllowOpenCamera = Flag(change.AllowOpenCamera, now.AllowOpenCamera),
            AllowRename = Flag(change.AllowRename, now.AllowRename),
            Locked = Flag(change.Lock, now.Locked),
            FreeShare = Flag(change.FreeShare, now.FreeShare),
            WaitingRoom = Flag(change.WaitingRoom, now.WaitingRoom),
        };

        if (change.Language is { } language && language != hall.Setup.Language)
        {
            hall.Setup = hall.Setup with { Language = language };
            hall.Raise(new MeetingEvent.SetupChanged(hall.Setup));
        }

        return Refusal.None;
    }

    public Refusal Lock(bool on)
    {
        hall.Dynamics = hall.Dynamics with { Locked = on };
        return Refusal.None;
    }

    public Refusal Pause(bool on)
    {
        if (hall.Dynamics.Paused != on)
        {
            hall.Dynamics = hall.Dynamics with { Paused = on };
            hall.Raise(new MeetingEvent.PauseAsked(on));
        }

        return Refusal.None;
    }

    /// <summary>Holds at once for those who come; who is in stays.</summary>
    public Refusal Resize(int capacity)
    {
        if (capacity < 1)
            return Refusal.ConfSizeOverRange;

        if (capacity != hall.Setup.Capacity)
        {
            hall.Setup = hall.Setup with { Capacity = capacity };
            hall.Raise(new MeetingEvent.SetupChanged(hall.Setup));
        }

        return Refusal.None;
    }

    public Refusal Rekey(MeetingPasswords passwords, string guestKey)
    {
        if (passwords != hall.Setup.Passwords || guestKey != hall.Setup.GuestKey)
        {
            hall.Setup = hall.Setup with { Passwords = passwords, GuestKey = guestKey };
            hall.Raise(new MeetingEvent.SetupChanged(hall.Setup));
        }

        return Refusal.None;
    }

    private static bool IsInRange(ConfigurationChange change) =>
        IsFlag(change.LockSharing) && IsFlag(change.AllowUnmuteByOneself) && IsFlag(change.AllowOpenCamera) && IsFlag(change.AllowRename)
        && IsFlag(change.Lock) && IsFlag(change.FreeShare) && IsFlag(change.WaitingRoom)
        && change.JoinRestriction is null or 0 or 2 or 3
        && change.AudienceRestriction is null or 0 or 2
        && change.ChatPermission is null or (>= 1 and <= 4)
        && change.ClientRecording is null or 0 or 1 or 2;

    private static bool IsFlag(int? value) => value is null or 0 or 1;

    private static bool Flag(int? asked, bool now) => asked is { } value ? value == 1 : now;
}
