using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Control;

/// <summary>Calling people in, hanging up on them, taking them off the list.</summary>
internal static class InvitationEndpoints
{
    private const int LongestNumber = 128;

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/participants", InviteAsync).As("invite_participant", ControlDoor.Controller);
        routes.MapPost("/inviteWithPwd", InviteByPasswordAsync).As("invite_with_pwd", Door.Open).TakesQuery("conferenceID", "The meeting's number, which the body names too.", isRequired: true);
        routes.MapPost("/participants/delete", HangUpAsync).As("hang_up", ControlDoor.Controller);
        routes.MapPost("/attendees/delete", RemoveAsync).As("delete_attendees", ControlDoor.Controller);
    }

    private static async Task<Done> InviteAsync(ControlCaller by, InviteRequest body, Store store)
    {
        var (all, refusal) = Given.Some(body.Attendees);
        if (refusal != Refusal.None)
            return refusal;

        var known = await store.ReadAsync(session => InviteeDirectory.CompleteAsync(session, by.Meeting.Corporation, [.. all.Select(one => one.Read())]));
        return await by.AskAsync(actor => new MeetingCommand.Invite(actor, known!));
    }

    // No token: the meeting's password is what entitles, and wrong ones are counted against the meeting.
    private static async Task<Done> InviteByPasswordAsync(
        HttpContext http, InviteWithPwdRequest body, RunningMeetings running, ConferenceDesk desk, PasswordTries tries)
    {
        if (body is not { CallNum.Length: > 0, ConfID.Length: > 0, Pwd: not null })
            return Refusal.ConfParamsNullException;
        if (body.CallNum.Length > LongestNumber || body.ConfID.Length > LongestNumber || body.NumBelongsType is not (null or 0 or 1))
            return Refusal.ParameterVerifiedFail;

        var number = new ConferenceId(body.ConfID);
        var (key, source) = (TryKey.Meeting(number), Source.Of(http));
        if (tries.IsLocked(key, source))
            return Refusal.ParticipantConfLoginLocked;

        var meeting = running.Find(number);
        var passwords = meeting?.View.Setup.Passwords;
        if (passwords is null || !(passwords.IsChair(body.Pwd) | passwords.IsGuest(body.Pwd)))
        {
            tries.Failed(key, source);
            return Refusal.ConfNotFoundOrAuthFailed;
        }

        tries.Succeeded(key, source, isHighest: passwords.IsChair(body.Pwd));
        var callee = new InviteeRequest { Name = body.CallNum, Phone = body.CallNum, Role = passwords.IsChair(body.Pwd) ? 1 : 0 };
        return await desk.AskAsync(meeting!.Conference, new MeetingCommand.Invite(new Actor.Controller(body.CallNum), [callee]));
    }

    private static Task<Done> HangUpAsync(ControlCaller by, HangUpRequest body) =>
        by.AskAsync(Given.All(body.BulkHangUpParticipants), (actor, who) => new MeetingCommand.HangUp(actor, who));

    private static Task<Done> RemoveAsync(ControlCaller by, RemoveRequest body) => by.AskAsync(
        Given.Some(body.BulkDelAttendInfo),
        (actor, all) => new MeetingCommand.Remove(actor, [.. all.Select(one => new ListEntry(one.Number ?? "", string.IsNullOrEmpty(one.ParticipantID) ? null : new ParticipantId(one.ParticipantID)))]));
}
