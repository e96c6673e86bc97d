using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>Writes operations of people down, those refused as well; what the server reports of itself is not an operation.</summary>
internal static class AuditTrail
{
    public static AuditLine? LineOf(MeetingCommand command, Refusal result, DateTimeOffset at, Func<ParticipantId, string> nameOf)
    {
        if (command is MeetingCommand.Join or MeetingCommand.Disconnect or MeetingCommand.Return or MeetingCommand.MoveDevice
            or MeetingCommand.CallProgress or MeetingCommand.SpeakerLevels or MeetingCommand.RecordingReported or MeetingCommand.LiveReported
            or MeetingCommand.ReportCamera or MeetingCommand.ServerRestarted)
            return null;

        var (source, asker) = command.By switch
        {
            Actor.Controller controller => ("control", controller.Name),
            Actor.AccountAdmin admin => ("admin", admin.Name),
            Actor.Participant self => ("client", nameOf(self.Who)),
            _ => ("server", ""),
        };

        return new(at, source, asker, command.GetType().Name, ObjectOf(command, nameOf), result, DetailOf(command));
    }

    private static string ObjectOf(MeetingCommand command, Func<ParticipantId, string> nameOf) => command switch
    {
        MeetingCommand.Leave of => nameOf(of.Who),
        MeetingCommand.Admit of => nameOf(of.Who),
        MeetingCommand.SendToWaitingRoom of => Names(of.Who, nameOf),
        MeetingCommand.RemoveFromWaitingRoom of => nameOf(of.Who),
        MeetingCommand.Invite of => string.Join(',', of.Invitees.Select(invitee => invitee.Phone)),
        MeetingCommand.CallAgain of => of.Number ?? "",
        MeetingCommand.HangUp of => Names(of.Who, nameOf),
        MeetingCommand.Remove of => string.Join(',', of.Who.Select(entry => entry.Participant is { } who ? nameOf(who) : entry.Number)),
        MeetingCommand.Rename of => of.Who is { } who ? nameOf(who) : of.Number,
        MeetingCommand.ApplyChair of => nameOf(of.Who),
        MeetingCommand.ReleaseChair of => nameOf(of.Who),
        MeetingCommand.TransferChair of => nameOf(of.Who),
        MeetingCommand.SetCohost of => nameOf(of.Who),
        MeetingCommand.Mute of => nameOf(of.Who),
        MeetingCommand.RaiseHand of => nameOf(of.Who),
        MeetingCommand.RaiseHands of => Names(of.Who, nameOf),
        MeetingCommand.HowlingHeard of => nameOf(of.Who),
        MeetingCommand.AskCamera of => nameOf(of.Who),
        MeetingCommand.InviteToShare of => nameOf(of.Who),
        MeetingCommand.StartShare of => nameOf(of.Who),
        MeetingCommand.StopShare of => nameOf(of.Who),
        MeetingCommand.Broadcast of => nameOf(of.Who),
        MeetingCommand.RollCall of => nameOf(of.Who),
        MeetingCommand.ChairView { Source: { } who } => nameOf(who),
        MeetingCommand.PartView of => nameOf(of.Viewer),
        MeetingCommand.LockView of => nameOf(of.Viewer),
        MeetingCommand.AllowClientRecord of => nameOf(of.Who),
        MeetingCommand.ReportClientRecord of => nameOf(of.Who),
        _ => "",
    };

    private static string DetailOf(MeetingCommand command) => command switch
    {
        MeetingCommand.Rename of => of.NewName,
        MeetingCommand.SetCohost of => OnOff(of.On),
        MeetingCommand.Mute of => OnOff(of.On),
        MeetingCommand.MuteAll of => of.On && !of.MayUnmuteThemselves ? "on, not by themselves" : OnOff(of.On),
        MeetingCommand.LetGuestsUnmute of => OnOff(of.On),
        MeetingCommand.RaiseHand of => of.Up ? "up" : "down",
        MeetingCommand.RaiseHands of => of.Up ? "up" : "down",
        MeetingCommand.AskCamera of => of.Open ? "open" : "close",
        MeetingCommand.InviteToShare of => OnOff(of.On),
        MeetingCommand.SwitchMode of => $"{of.Mode} {of.ImageType}",
        MeetingCommand.ChairView of => of.ViewType switch
        {
            0 => of.Start ? $"polling every {of.SwitchTime ?? 10} s" : "polling off",
            1 => "multi-picture",
            _ => "site",
        },
        MeetingCommand.LockView of => OnOff(of.On),
        MeetingCommand.SetMultiPicture of => of.Request.ManualSet == 1 ? of.Request.ImageType ?? "" : "automatic",
        MeetingCommand.SaveLayout of => of.Layout.Name,
        MeetingCommand.DeleteLayout of => of.LayoutId,
        MeetingCommand.ShowCaption of => of.Type ?? "",
        MeetingCommand.Lock of => OnOff(of.On),
        MeetingCommand.Extend of => $"{(of.Auto ? "auto " : "")}{of.Minutes ?? 15} min",
        MeetingCommand.Pause of => OnOff(of.On),
        MeetingCommand.Record of => of.Action.ToString(),
        MeetingCommand.GoLive of => OnOff(of.On),
        MeetingCommand.AllowClientRecord of => OnOff(of.On),
        MeetingCommand.ReportClientRecord of => OnOff(of.On),
        MeetingCommand.Resize of => of.MaxLength is { } longest ? $"{of.Capacity}, {longest.TotalMinutes} min" : $"{of.Capacity}",
        MeetingCommand.Configure of => Changed(of.Change),
        _ => "",
    };

    private static string Changed(ConfigurationChange change)
    {
        (string Name, int? Value)[] fields =
        [
            ("lockSharing", change.LockSharing), ("callInRestriction", change.JoinRestriction),
            ("allowUnmuteByOneself", change.AllowUnmuteByOneself), ("chatPermission", change.ChatPermission),
            ("audienceCallInRestriction", change.AudienceRestriction), ("clientRecMode", change.ClientRecording),
            ("allowOpenCamera", change.AllowOpenCamera), ("allowRename", change.AllowRename), ("isLock", change.Lock),
            ("freeShare", change.FreeShare), ("waitingRoom", change.WaitingRoom),
        ];
        var said = string.Join(' ', fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={field.Value}"));
        return change.Language is { } language ? $"{said} language={language.Wire}".TrimStart() : said;
    }

    private static string Names(IReadOnlyList<ParticipantId> who, Func<ParticipantId, string> nameOf) => string.Join(',', who.Select(nameOf));

    private static string OnOff(bool on) => on ? "on" : "off";
}
