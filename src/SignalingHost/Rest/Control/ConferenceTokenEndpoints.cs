using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Push;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Control;

/// <summary>Becoming a controller: by the host password, or as who one is; staying one; and tickets for the push channel.</summary>
internal static class ConferenceTokenEndpoints
{
    private const string PasswordHeader = "X-Password";
    private const int LongestNumber = 64;

    public static void MapConferenceTokens(this IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/token", TokenAsync).As("create_conf_token", Door.Open));
        Describe(routes.MapPost("/token", TokenAsync).As("create_conf_token_by_post", Door.Open));
        routes.MapGet("/wsToken", Ticket).As("create_web_socket_token", ControlDoor.Controller);
    }

    private static void Describe(RouteHandlerBuilder endpoint) => endpoint
        .TakesHeader(PasswordHeader, "The host password; not needed beside a token.")
        .TakesHeader("X-Login-Type", "1.")
        .TakesHeader(ControlDoor.HeaderName, "A living token of this meeting, to prolong it.")
        .TakesHeader(CallerDoor.HeaderName, "A user's token: whoever booked the meeting, administers its corporation or is in it needs no password.");

    private static Answer<PushTicketAnswer> Ticket(ControlCaller by, ControlTokens tokens)
    {
        var ticket = tokens.IssueTicket(by.Token);
        return new PushTicketAnswer(ticket, 0, "SUCCESS", new(ticket));
    }

    private static async Task<Answer<ConferenceTokenAnswer>> TokenAsync(
        HttpContext http, string? conferenceID, ControlTokens tokens, RunningMeetings running, PasswordTries tries, AccessTokens callers, IBookings bookings, Store store)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;
        if (conferenceID.Length > LongestNumber)
            return Refusal.ConfNotFoundOrAuthFailed;

        var number = new ConferenceId(conferenceID);
        var meeting = running.Find(number);

        // A living token of this meeting is enough; an expired one is as none.
        if (ControlDoor.TryRead(http.Request.Headers[ControlDoor.HeaderName].ToString(), out var text)
            && tokens.Find(text) is { } living && meeting is not null && living.Run == meeting.Run)
            return AnswerOf(http, meeting, text, await tokens.ProlongAsync(living), tokens);

        var (key, source) = (TryKey.Meeting(number), Source.Of(http));
        if (tries.IsLocked(key, source))
            return Refusal.ConfCtrLoginLocked;

        var booked = meeting is null ? await store.ReadAsync(session => bookings.FindAsync(session, number)) : null;
        var passwords = meeting?.View.Setup.Passwords ?? booked?.Passwords;
        var password = http.Request.Headers[PasswordHeader].ToString();
        var caller = http.Request.Headers[CallerDoor.HeaderName].ToString() is { Length: > 0 } access ? await callers.FindAsync(access) : null;

        // A wrong number and a wrong password answer alike, and count alike.
        if (HolderOf(meeting, booked, passwords, password, caller, source) is not { } holder)
        {
            if (password.Length > 0)
                tries.Failed(key, source);
            return Refusal.ConfNotFoundOrAuthFailed;
        }

        if (password.Length > 0 && passwords!.IsChair(password))
            tries.Succeeded(key, source, isHighest: true);
        if (meeting is null)
            return Refusal.ConfNotStarted;
        return await tokens.IssueAsync(holder with { Run = meeting.Run }) is var (made, token) ? AnswerOf(http, meeting, made, token, tokens) : Refusal.ServerBusy;
    }

    /// <summary>By the host password anybody, whom the audit trail knows by where he called from; without it whoever booked the meeting, an admin of its corporation, or somebody who is in it as himself.</summary>
    private static ControlToken? HolderOf(RunningMeeting? meeting, BookedMeeting? booked, MeetingPasswords? passwords, string password, Caller? caller, string source)
    {
        if (passwords is null)
            return null;

        var (owner, corporation) = (meeting?.View.Setup.Owner ?? booked!.Owner, meeting?.Corporation ?? booked!.Corporation);
        var token = new ControlToken { Hash = "", Run = default, Holder = TokenHolder.Host, Account = caller?.Account, Name = caller?.Name ?? source };
        if (password.Length > 0 && passwords.IsChair(password))
            return token;
        if (caller is null || (password.Length > 0 && !passwords.IsGuest(password)))
            return null;
        if (caller.Account == owner)
            return token;
        if (caller.IsAdmin && caller.Corporation == corporation)
            return token with { Holder = TokenHolder.Admin };
        return meeting?.View.Find(caller.Account) is { } himself ? token with { Holder = TokenHolder.Participant, Participant = himself.Id, Name = himself.Name } : null;
    }

    private static ConferenceTokenAnswer AnswerOf(HttpContext http, RunningMeeting meeting, string text, ControlToken token, ControlTokens tokens)
    {
        var request = http.Request;
        var view = meeting.View;
        var self = token.Participant ?? (token.Account is { } account ? view.Find(account)?.Id : null);
        return new(
            new TokenInfo
            {
                Token = text,
                TmpWsToken = tokens.IssueTicket(token),
                WsURL = $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}",
                Role = token.Role(view),
                ExpireTime = token.ExpiresAt.ToUnixTimeMilliseconds(),
                UserID = token.Account?.Value ?? "",
                OrgID = meeting.Corporation.Value,
                ParticipantID = self?.Value ?? "",
                ConfTokenExpireTime = (int)ControlTokens.Life.TotalSeconds,
                VmrCurrentConfID = meeting.Conference.Value,
                SupportNotifyType = NotifyTypes.All,
            },
            AddressToken: "",
            GloablPublicIP: http.Connection.LocalIpAddress is { } local ? (local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local).ToString() : "");
    }
}
