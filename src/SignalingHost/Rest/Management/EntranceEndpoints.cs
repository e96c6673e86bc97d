using System.Text.Json.Serialization;
using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Join;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Rest.Management;

/// <summary>Ways to a meeting: start what is booked, where it is held, what stands for its password, and whether a number is in one.</summary>
internal static class EntranceEndpoints
{
    private const string Meetings = "/v1/mmc/management/conferences";

    public static void MapEntrances(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Meetings}/start", StartAsync).As("start_meeting", Door.User);
        routes.MapGet($"{Meetings}/region/info", Region).As("show_region_info_of_meeting", Door.Open);
        routes.MapGet($"{Meetings}/region/random", Region).As("show_region_of_random", Door.Open);
        routes.MapGet($"{Meetings}/anonymous/auth", AnonymousAsync).As("create_anonymous_auth_random", Door.Open);
        routes.MapGet("/v2/mms/ncms/conferences/auth/random", RandomAsync).As("create_auth_random", Door.Open).TakesQuery("guest_waiting", "Not looked at.");
        routes.MapGet("/v2/mms/ncms/conferences/online/check-callnumber-in-conf", CheckNumber).As("check_call_number_in_conf", Door.User);
    }

    private static async Task<Answer<StartAnswer>> StartAsync(HttpContext http, Caller caller, StartRequest request, BookingDesk desk, PasswordTries tries)
    {
        if (request is not { ConferenceID.Length: > 0, Password: not null })
            return Refusal.ConfParamsNullException;

        var number = new ConferenceId(request.ConferenceID);
        var (key, source) = (TryKey.Meeting(number), Source.Of(http));
        if (tries.IsLocked(key, source))
            return Refusal.ConfCtrLoginLocked;

        var (refusal, run) = await desk.StartAsync(caller, number, request.Password);
        if (refusal == Refusal.ConfNotFoundOrAuthFailed)
            tries.Failed(key, source);
        if (refusal != Refusal.None)
            return refusal;

        tries.Succeeded(key, source, isHighest: true);
        return new StartAnswer(run!.Run.Value, http.Request.Host.Host);
    }

    /// <summary>There is one place here, and it is said of every number alike: nobody learns from it which meetings there are.</summary>
    private static Answer<RegionAnswer> Region(HttpRequest http, string? conferenceID, PublicAddress address)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;
        return new RegionAnswer(http.Host.Host, address.BaseFor(http));
    }

    private static async Task<Answer<AnonymousAnswer>> AnonymousAsync(
        HttpContext http, string? conferenceID, [FromHeader(Name = "X-Password")] string? password, EntranceKeys keys, PublicAddress address)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;
        if (password is null)
            return Refusal.RequestMissingHeaderOrParam;

        var (refusal, random, _) = await keys.ExchangeAsync(new ConferenceId(conferenceID), password, Source.Of(http));
        return refusal != Refusal.None ? refusal : new AnonymousAnswer(address.BaseFor(http.Request), random);
    }

    private static async Task<Answer<RandomAnswer>> RandomAsync(
        HttpContext http, [FromQuery(Name = "conf_id")] string? confId, [FromHeader(Name = "X-Password")] string? password, EntranceKeys keys)
    {
        if (string.IsNullOrEmpty(confId))
            return Refusal.ConfParamsNullException;

        var (refusal, random, meeting) = await keys.ExchangeAsync(new ConferenceId(confId), password ?? "", Source.Of(http));
        if (refusal == Refusal.ConfNotFoundOrAuthFailed && string.IsNullOrEmpty(password))
            return new RandomAnswer { ConfMode = "COMMON", NeedPassword = true };
        if (refusal != Refusal.None)
            return refusal;
        return new RandomAnswer { Random = random, Subject = meeting!.Subject, ConfMode = "COMMON", NeedPassword = !meeting.Passwords.GuestsAreFree };
    }

    private static Answer<NumberAnswer> CheckNumber(Caller caller, [FromQuery(Name = "call_number")] string? callNumber, RunningMeetings running)
    {
        if (string.IsNullOrEmpty(callNumber))
            return Refusal.ConfParamsNullException;

        var run = running.Of(caller.Corporation).FirstOrDefault(run => run.View.Participants.Any(one => one.HasEntered && one.Number == callNumber));
        return new NumberAnswer(run is not null, run?.Conference.Value);
    }
}

/// <summary>Exchanges a meeting's password for digits that stand for it. A wrong number and a wrong password are answered alike.</summary>
internal sealed class EntranceKeys(Store store, Entrances entrances, PasswordTries tries, JoinRandoms randoms)
{
    public async Task<(Refusal Refusal, string Random, Entrance? Meeting)> ExchangeAsync(ConferenceId number, string password, string source)
    {
        var key = TryKey.Meeting(number);
        if (tries.IsLocked(key, source))
            return (Refusal.ConfAnonymousLoginLocked, "", null);

        var meeting = await store.ReadAsync(session => entrances.FindAsync(session, number));
        var isChair = meeting?.Passwords.IsChair(password) == true;
        if (meeting is null || (!isChair && !meeting.Passwords.IsGuest(password)))
        {
            // Nothing was tried by one who only asks whether a password is needed.
            if (password.Length > 0)
                tries.Failed(key, source);
            return (Refusal.ConfNotFoundOrAuthFailed, "", null);
        }

        if (password.Length > 0)
            tries.Succeeded(key, source, isChair);
        return (Refusal.None, randoms.Draw(meeting.Number, isChair), meeting);
    }
}

internal sealed record StartRequest
{
    public string? ConferenceID { get; init; }

    public string? Password { get; init; }
}

internal sealed record StartAnswer(string Uuid, string RegionIP);

internal sealed record RegionAnswer(string RegionIP, string RegionUrl);

internal sealed record AnonymousAnswer(string SiteUrl, string Random);

internal sealed record RandomAnswer
{
    public string? Random { get; init; }

    public string? Subject { get; init; }

    [JsonPropertyName("conf_mode")]
    public required string ConfMode { get; init; }

    public bool Webinar { get; init; }

    [JsonPropertyName("need_password")]
    public bool NeedPassword { get; init; }

    [JsonPropertyName("support_applets")]
    public bool SupportApplets { get; init; }
}

internal sealed record NumberAnswer(
    [property: JsonPropertyName("in_conf")] bool InConf,
    [property: JsonPropertyName("conf_id")] string? ConfId);
