using Meetings;
using Meetings.Conduct;
using SignalingHost.Rest.Control;

namespace SignalingHost.Rest.Extensions;

/// <summary>
/// What a chair does and the reference product's API has no row for: calling the absent again, handing the chair on, ending another's share,
/// turning somebody away from the waiting room, a text over the picture, and seeing everything that is known of the participants. Opened by the same token.
/// </summary>
internal static class ControlExtras
{
    public static void MapControlExtras(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/ext/control");
        routes.MapGet("/participants", Show).As("ext_list_participants", ControlDoor.Controller);
        routes.MapPost("/participants/callAgain", CallAgainAsync).As("ext_call_again", ControlDoor.Controller);
        routes.MapPut("/participants/chair", TransferAsync).As("ext_transfer_chair", ControlDoor.Controller);
        routes.MapPut("/participants/share/stop", StopShareAsync).As("ext_stop_share", ControlDoor.Controller);
        routes.MapPut("/waitingRoom", SetWaitingRoomAsync).As("ext_set_waiting_room", ControlDoor.Controller);
        routes.MapPost("/waitingRoom/remove", TurnAwayAsync).As("ext_remove_from_waiting_room", ControlDoor.Controller);
        routes.MapGet("/caption", ShowCaption).As("ext_show_caption", ControlDoor.Controller);
        routes.MapPut("/caption", SetCaptionAsync).As("ext_set_caption", ControlDoor.Controller);
        routes.MapDelete("/caption", RemoveCaptionAsync).As("ext_remove_caption", ControlDoor.Controller);
    }

    private static Answer<ParticipantDetails[]> Show(ControlCaller by, LineQualities qualities)
    {
        var view = by.Meeting.View;
        if (by.Token.Role(view) != 1)
            return Refusal.GuestNoPermissionOperation;

        var speakers = view.Speakers.ToDictionary(speaker => speaker.Who, speaker => speaker.Volume);
        return Array.ConvertAll(view.Participants, participant => ParticipantDetails.Of(participant, speakers, qualities.Find(by.Meeting, participant.Id)));
    }

    // Without a number: everybody of the list who is not in.
    private static Task<Done> CallAgainAsync(ControlCaller by, CallAgainRequest? body) =>
        by.AskAsync(actor => new MeetingCommand.CallAgain(actor, string.IsNullOrEmpty(body?.Number) ? null : body.Number));

    private static Task<Done> TransferAsync(ControlCaller by, string? participantID) =>
        by.AskAsync(Given.Who(participantID), (actor, who) => new MeetingCommand.TransferChair(actor, who));

    private static Task<Done> StopShareAsync(ControlCaller by, string? participantID) =>
        by.AskAsync(Given.Who(participantID), (actor, who) => new MeetingCommand.StopShare(actor, who));

    private static Task<Done> SetWaitingRoomAsync(ControlCaller by, WaitingRoomRequest body) => by.AskAsync(
        Given.OnOff(body.EnableWaitingRoom), (actor, on) => new MeetingCommand.Configure(actor, new ConfigurationChange { WaitingRoom = on ? 1 : 0 }));

    private static Task<Done> TurnAwayAsync(ControlCaller by, string? participantID) =>
        by.AskAsync(Given.Who(participantID), (actor, who) => new MeetingCommand.RemoveFromWaitingRoom(actor, who));

    private static Answer<CaptionBody> ShowCaption(ControlCaller by) =>
        by.Meeting.View.Dynamics.Caption is { } caption ? new CaptionBody(caption.Kind == CaptionKind.Banner ? "banner" : "caption", caption.Text) : new CaptionBody(null, null);

    private static Task<Done> SetCaptionAsync(ControlCaller by, CaptionBody body) => by.AskAsync(actor => new MeetingCommand.ShowCaption(actor, body.Type, body.Text));

    private static Task<Done> RemoveCaptionAsync(ControlCaller by) => by.AskAsync(actor => new MeetingCommand.RemoveCaption(actor));
}

/// <summary>Whom to call again; nobody named: everybody who is not in.</summary>
internal sealed record CallAgainRequest(string? Number);

/// <summary>A text over everybody's composed picture: "caption" stands at the lower edge, "banner" runs along the upper. 2000 bytes at most; nothing of both where there is none.</summary>
internal sealed record CaptionBody(string? Type, string? Text);

/// <summary>1: whoever comes waits until he is admitted.</summary>
internal sealed record WaitingRoomRequest(int? EnableWaitingRoom);
