using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Join;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Rest.Extensions;

/// <summary>
/// Coming in without a client of the product: the answer's token is the bearer token of <c>/whip/{conferenceID}</c> and <c>/whep/{conferenceID}</c>.
/// While somebody waits, he asks again with GET; DELETE leaves.
/// </summary>
internal static class JoinEndpoints
{
    private const string Path = "/v1/ext/join";
    private const string BearerText = "Bearer and the token that joining gave.";
    private const int LongestText = 128;

    public static void MapJoin(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, JoinAsync).As("ext_join", Door.Open).TakesHeader(CallerDoor.HeaderName, "A user's token, to join as oneself.");
        routes.MapGet(Path, Show).As("ext_show_join", Door.Open).TakesHeader("Authorization", BearerText, isRequired: true);
        routes.MapDelete(Path, LeaveAsync).As("ext_leave", Door.Open).TakesHeader("Authorization", BearerText, isRequired: true);
    }

    private static async Task<Answer<JoinAnswer>> JoinAsync(
        HttpContext http, ExtJoinRequest request, Admissions admissions, ParticipantTokens participants, AccessTokens tokens, Store store)
    {
        if (request is not { ConferenceID: { Length: > 0 and <= LongestText } conference } || request.Name is { Length: > LongestText } || request.Password is { Length: > LongestText })
            return Refusal.ConfParamsNullException;

        Account? account = null;
        if (http.Request.Headers[CallerDoor.HeaderName].ToString() is { Length: > 0 } access)
        {
            if (await tokens.FindAsync(access) is not { } caller)
                return Refusal.InvalidToken;
            account = await store.ReadAsync(session => Callers.AccountAsync(session, caller.Account));
        }

        var admission = await admissions.AdmitAsync(
            new JoinWish
            {
                Conference = conference,
                Password = request.Password,
                Link = request.Link,
                Random = request.Random,
                Name = string.IsNullOrWhiteSpace(request.Name) ? account?.Name ?? "" : request.Name,
                Account = account,
                Device = new Device { Kind = DeviceKind.Browser, CanControl = account is not null, UserAgent = Cut(http.Request.Headers.UserAgent.ToString()), Address = Source.Of(http) },
                Microphone = request.Microphone ?? true,
                Camera = request.Camera ?? true,
            },
            Source.Of(http));
        if (admission.Meeting is not { } meeting)
            return admission.Refusal;
        if (participants.Issue(meeting, admission.Who) is not { } token)
            return Refusal.ConfApplyResourceFailed;

        return Describe(new ParticipantHold(meeting, admission.Who), participants, token);
    }

    private static Answer<JoinAnswer> Show(HttpRequest http, ParticipantTokens participants) =>
        Bearer(http) is { } token && participants.Find(token) is { } holder ? Describe(holder, participants, token) : Refusal.InvalidToken;

    private static async Task<Done> LeaveAsync(HttpRequest http, ParticipantTokens participants, ConferenceDesk desk)
    {
        if (Bearer(http) is not { } token || participants.Find(token) is not { } holder)
            return Refusal.InvalidToken;

        participants.End(token);
        return await desk.AskAsync(holder.Meeting.Conference, new MeetingCommand.Leave(new Actor.Participant(holder.Who), holder.Who));
    }

    private static Answer<JoinAnswer> Describe(ParticipantHold holder, ParticipantTokens participants, string token)
    {
        var view = holder.Meeting.View;
        var isIn = holder.IsIn;
        var waits = isIn ? null : Array.Find(view.Waiting, guest => guest.Id == holder.Who);
        if (!isIn && waits is null)
            return Refusal.ConfParticipantNotExist;

        var id = view.Setup.Conference.Value;
        return new JoinAnswer
        {
            Token = token,
            ExpiresIn = (int)participants.Lives.TotalSeconds,
            ConferenceID = id,
            ConfUUID = view.Setup.Run.Value,
            ParticipantID = holder.Who.Value,
            State = isIn ? "in" : "waiting",
            WaitingFor = waits?.WaitingFor switch { WaitingFor.Chair => "chair", WaitingFor.Admission => "admission", _ => null },
            Role = view.Find(holder.Who)?.IsChair == true ? "chair" : "general",
            Subject = view.Setup.Subject,
            Whip = isIn ? $"/whip/{id}" : null,
            Whep = isIn ? $"/whep/{id}" : null,
        };
    }

    private static string? Bearer(HttpRequest http)
    {
        var header = http.Headers.Authorization.ToString();
        return header.Length is > 7 and < 256 ? BearerToken.Of(header) : null;
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}

internal sealed record ExtJoinRequest
{
    public string? ConferenceID { get; init; }

    public string? Password { get; init; }

    /// <summary>The 48 hex digits that end a join link.</summary>
    public string? Link { get; init; }

    /// <summary>The digits from anonymous/auth or auth/random.</summary>
    public string? Random { get; init; }

    public string? Name { get; init; }

    public bool? Microphone { get; init; }

    public bool? Camera { get; init; }
}

internal sealed record JoinAnswer
{
    public required string Token { get; init; }

    /// <summary>Seconds from now; every use begins them anew.</summary>
    public int ExpiresIn { get; init; }

    public required string ConferenceID { get; init; }

    public required string ConfUUID { get; init; }

    public required string ParticipantID { get; init; }

    /// <summary>in or waiting.</summary>
    public required string State { get; init; }

    /// <summary>chair or admission.</summary>
    public string? WaitingFor { get; init; }

    public required string Role { get; init; }

    public required string Subject { get; init; }

    public string? Whip { get; init; }

    public string? Whep { get; init; }
}
