using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;

namespace SignalingHost.Rest.Control;

/// <summary>What is done to one participant, or to some: sound, hands, names, roles, cameras, shares.</summary>
internal static class ParticipantEndpoints
{
    public static void MapParticipants(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/participants/mute", MuteAsync).As("mute_participant", ControlDoor.Controller);
        routes.MapPut("/participants/hands", RaiseAsync).As("hand", ControlDoor.Controller);
        routes.MapPut("/participants/batch/hands", RaiseManyAsync).As("batch_hand", ControlDoor.Controller);
        routes.MapPut("/participants/name", RenameAsync).As("rename_participant", ControlDoor.Controller);
        routes.MapPut("/participants/role", ChairAsync).As("set_role", ControlDoor.Controller);
        routes.MapPut("/participants/cohost", CohostAsync).As("set_cohost", ControlDoor.Controller);
        routes.MapPut("/participants/video", CameraAsync).As("invite_operate_video", ControlDoor.Controller);
        routes.MapPut("/participants/share/invite", ShareAsync).As("invite_share", ControlDoor.Controller);
        routes.MapPut("/allowClientRecord", ClientRecordAsync).As("allow_client_record", ControlDoor.Controller);
    }

    private static Task<Done> MuteAsync(ControlCaller by, string? participantID, MuteRequest body) => by.AskAsync(
        Given.Who(participantID), Given.OnOff(body.IsMute), (actor, who, on) => new MeetingCommand.Mute(actor, who, on));

    private static Task<Done> RaiseAsync(ControlCaller by, string? participantID, HandRequest body) => by.AskAsync(
        Given.Who(participantID), Given.OnOff(body.HandsState), (actor, who, up) => new MeetingCommand.RaiseHand(actor, who, up));

    private static Task<Done> RaiseManyAsync(ControlCaller by, HandsRequest body) => by.AskAsync(
        Given.All(body.Pids), Given.OnOff(body.HandsState), (actor, who, up) => new MeetingCommand.RaiseHands(actor, who, up));

    // By participant when one is named; else by number, whoever has it.
    private static Task<Done> RenameAsync(ControlCaller by, RenameRequest body) => by.AskAsync(
        Given.WhoIfAny(body.ParticipantID), Given.Text(body.NewName), (actor, who, name) => new MeetingCommand.Rename(actor, who, body.Number ?? "", name));

    // Whoever is in and is no host may try the host password here, so wrong ones count here as elsewhere.
    private static async Task<Done> ChairAsync(HttpContext http, ControlCaller by, string? participantID, RoleRequest body, PasswordTries tries)
    {
        var (who, unnamed) = Given.Who(participantID);
        if (unnamed != Refusal.None)
            return unnamed;
        var (applies, unclear) = Given.OnOff(body.ApplyChair);
        if (unclear != Refusal.None)
            return unclear;
        if (!applies)
            return await by.Desk.AskAsync(by.Meeting.Conference, new MeetingCommand.ReleaseChair(by.Token.Actor, who));

        var (key, source) = (TryKey.Meeting(by.Meeting.Conference), Source.Of(http));
        if (tries.IsLocked(key, source))
            return Refusal.ConfCtrLoginLocked;

        var refusal = await by.Desk.AskAsync(by.Meeting.Conference, new MeetingCommand.ApplyChair(by.Token.Actor, who, body.ChairmanPwd));
        if (refusal == Refusal.ConfChairmanPwdException && !string.IsNullOrEmpty(body.ChairmanPwd))
            tries.Failed(key, source);
        return refusal;
    }

    private static Task<Done> CohostAsync(ControlCaller by, string? participantID, CohostRequest body) => by.AskAsync(
        Given.Who(participantID), Given.OnOff(body.IsCohost), (actor, who, on) => new MeetingCommand.SetCohost(actor, who, on));

    // On the wire 1 closes the camera.
    private static Task<Done> CameraAsync(ControlCaller by, string? participantID, VideoRequest body) => by.AskAsync(
        Given.Who(participantID), Given.OnOff(body.Status), (actor, who, closes) => new MeetingCommand.AskCamera(actor, who, !closes));

    private static Task<Done> ShareAsync(ControlCaller by, string? participantID, ShareRequest body) => by.AskAsync(
        Given.Who(participantID), Given.OnOff(body.Share), (actor, who, on) => new MeetingCommand.InviteToShare(actor, who, on));

    private static Task<Done> ClientRecordAsync(ControlCaller by, string? participantID, ClientRecordRequest body) => by.AskAsync(
        Given.Who(participantID), Given.OnOff(body.AllowClientRecord), (actor, who, on) => new MeetingCommand.AllowClientRecord(actor, who, on));
}
