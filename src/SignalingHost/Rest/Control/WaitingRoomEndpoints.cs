using Meetings.Conduct;

namespace SignalingHost.Rest.Control;

/// <summary>Into the waiting room and out of it.</summary>
internal static class WaitingRoomEndpoints
{
    public static void MapWaitingRoom(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/moveToWaitingRoom", SendAsync).As("move_to_waiting_room", ControlDoor.Controller);
        routes.MapPut("/batchMoveToWaitingRoom", SendManyAsync).As("batch_move_to_waiting_room", ControlDoor.Controller);
        routes.MapPut("/allowWaitingParticipant", AdmitAsync).As("allow_waiting_participant", ControlDoor.Controller);
    }

    private static Task<Done> SendAsync(ControlCaller by, WaitingRequest body) =>
        by.AskAsync(Given.Who(body.ParticipantID), (actor, who) => new MeetingCommand.SendToWaitingRoom(actor, [who]));

    private static Task<Done> SendManyAsync(ControlCaller by, BatchWaitingRequest body) =>
        by.AskAsync(Given.All(body.BatchParticipants), (actor, who) => new MeetingCommand.SendToWaitingRoom(actor, who));

    private static Task<Done> AdmitAsync(ControlCaller by, AdmitRequest body) => body.AllowAll == true
        ? by.AskAsync(actor => new MeetingCommand.AdmitAll(actor))
        : by.AskAsync(Given.Who(body.ParticipantID), (actor, who) => new MeetingCommand.Admit(actor, who));
}
