using System.Text;
using Protocols.Sdp;
using SignalingHost.Lifetime;
using SignalingHost.Rest;
using SignalingHost.Rest.OpenApi;

namespace SignalingHost.Whip;

/// <summary>
/// WHIP (RFC 9725) at <c>/whip/{conferenceID}</c> and WHEP at <c>/whep/{conferenceID}[/{participant}]</c>. Both speak SDP over HTTP:
/// POST an offer and get the answer, PATCH candidates, an ICE restart or (WHEP) the height of the picture, DELETE to end.
/// </summary>
internal static class WhipEndpoints
{
    private const string SdpType = "application/sdp";
    private const string Tag = "Media";
    private const string BearerText = "Bearer and the conference's token, or that of whoever has joined.";
    private const string SoundName = "sound";
    private const string PictureName = "picture";
    private const string Mix = "mix";
    private const string SoundRule = "The sound is mix, for one sound of all voices, or left out.";
    private const string PictureRule = "The picture is mix, for the composed picture of the meeting, or left out.";
    private const int LargestBody = 256 * 1024;
    private const int LongestName = 64;

    public static void MapWhip(this WebApplication app)
    {
        Describe(app.MapPost("/whip/{conferenceId}", (HttpContext http, string conferenceId) => OpenAsync(http, conferenceId, RoomRight.Publish, http.Request.Query["participant"])))
            .WithSummary("Sends media: an offer in, an answer out").TakesQuery("participant", "As whom, where the token does not say.");
        foreach (var path in new[] { "/whep/{conferenceId}", "/whep/{conferenceId}/{participant}" })
        {
            Describe(app.MapPost(path, (HttpContext http, string conferenceId) => OpenAsync(http, conferenceId, RoomRight.Play, http.GetRouteValue("participant") as string)))
                .WithSummary("Receives media: an offer in, an answer out").TakesQuery(ShownHeight.Name, ShownHeight.Rule).TakesQuery(SoundName, SoundRule);
        }

        foreach (var kind in new[] { "whip", "whep" })
        {
            app.MapMethods($"/{kind}/{{conferenceId}}/sessions/{{id}}", [HttpMethods.Patch], PatchAsync).WithTags(Tag).WithSummary("Restarts ICE, or asks for another height of the picture")
                .TakesHeader("Authorization", BearerText, isRequired: true).TakesHeader("If-Match", "The session's ETag, or * for an ICE restart.")
                .TakesBody(SdpFragment.ContentType, ShownHeight.ContentType)
                .Gives(StatusCodes.Status200OK, "The fragment after the restart.", SdpFragment.ContentType).Gives(StatusCodes.Status204NoContent, "Done.")
                .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
            app.MapDelete($"/{kind}/{{conferenceId}}/sessions/{{id}}", DeleteAsync).WithTags(Tag).WithSummary("Ends a session")
                .TakesHeader("Authorization", BearerText, isRequired: true).Gives(StatusCodes.Status200OK, "Ended.")
                .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
            app.MapMethods($"/{kind}/{{**path}}", [HttpMethods.Options], (HttpContext http) => Preflight(http)).ExcludeFromDescription();
        }
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder opening) => opening.WithTags(Tag)
        .TakesHeader("Authorization", BearerText, isRequired: true).TakesBody(SdpType)
        .Gives(StatusCodes.Status201Created, "The answer; Location is the session's.", SdpType)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task OpenAsync(HttpContext http, string conferenceId, RoomRight right, string? participant)
    {
        AllowOtherOrigins(http);
        if (http.RequestServices.GetRequiredService<Drain>().HasBegun)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "The server is ending; try another, or this one in a moment.");
            return;
        }

        if (!await AdmitAsync(http, conferenceId, right))
            return;

        if (participant is { Length: > LongestName })
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The participant's name is longer than {LongestName} characters.");
            return;
        }

        if (!ShownHeight.TryParseQuery(http.Request.Query[ShownHeight.Name], out var height))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, ShownHeight.Rule);
            return;
        }

        var sound = http.Request.Query[SoundName].ToString();
        var picture = http.Request.Query[PictureName].ToString();
        if (sound is not ("" or Mix) || picture is not ("" or Mix))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, sound is "" or Mix ? PictureRule : SoundRule);
            return;
        }

        if (await ReadAsync(http, SdpType) is not { } offer)
            return;

        // Who came in with a token of his own sends as himself.
        if (right == RoomRight.Publish && http.RequestServices.GetRequiredService<RoomAccess>().ParticipantOf(conferenceId, http.Request.Headers.Authorization) is { } self)
            participant = self;

        var sessions = http.RequestServices.GetRequiredService<MediaSessions>();
        var outcome = right == RoomRight.Publish
            ? sessions.Publish(conferenceId, string.IsNullOrEmpty(participant) ? Guid.NewGuid().ToString("N")[..12] : participant, offer)
            : sessions.Play(conferenceId, participant, height, (sound == Mix ? MixedMedia.Sound : 0) | (picture == Mix ? MixedMedia.Picture : 0), offer);
        if (outcome.Session is not { } session)
        {
            await RefuseAsync(http, outcome.Status, outcome.Text);
            return;
        }

        var kind = right == RoomRight.Publish ? "whip" : "whep";
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.Location = $"/{kind}/{Uri.EscapeDataString(conferenceId)}/sessions/{session.Id}";
        http.Response.Headers.ETag = session.ETag;
        http.Response.Headers["Accept-Patch"] = right == RoomRight.Publish ? SdpFragment.ContentType : $"{SdpFragment.ContentType}, {ShownHeight.ContentType}";
        foreach (var server in http.RequestServices.GetRequiredService<IceServerLinks>().Links)
            http.Response.Headers.Append("Link", server);

        http.Response.ContentType = SdpType;
        await http.Response.WriteAsync(outcome.Text);
    }

    private static async Task PatchAsync(HttpContext http, string conferenceId, string id)
    {
        AllowOtherOrigins(http);
        if (await FindAsync(http, conferenceId, id) is not { } session)
            return;

        if (session.Right == RoomRight.Play && IsA(http, ShownHeight.ContentType))
        {
            await ResizeAsync(http, session);
            return;
        }

        var condition = http.Request.Headers.IfMatch.ToString();
        if (condition.Length == 0)
        {
            await RefuseAsync(http, StatusCodes.Status428PreconditionRequired, "If-Match is missing: send the ETag of the session, or * for an ICE restart.");
            return;
        }

        if (condition != "*" && condition != session.ETag)
        {
            await RefuseAsync(http, StatusCodes.Status412PreconditionFailed, "If-Match names another ICE generation than the session's.");
            return;
        }

        if (await ReadAsync(http, SdpFragment.ContentType) is not { } body)
            return;

        if (!SdpFragment.TryParse(body, out var fragment, out var error))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The fragment cannot be read: {error}.");
            return;
        }

        if (fragment.Ice is not { } remote || remote == session.Negotiated.Remote?.Ice || condition != "*")
        {
            // Candidates of a peer are of no use to a lite agent, who waits for its checks.
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var sessions = http.RequestServices.GetRequiredService<MediaSessions>();
        if (!sessions.TryRestart(session, remote, out var renewed))
        {
            await RefuseAsync(http, StatusCodes.Status409Conflict, "The session was changed at the same time; try again.");
            return;
        }

        var first = renewed.Negotiated.Media.First(media => media.IsAccepted);
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.Headers.ETag = renewed.ETag;
        http.Response.ContentType = SdpFragment.ContentType;
        await http.Response.WriteAsync(SdpFragment.Of(renewed.Local, first.Mid, first.Kind).Write());
    }

    private static async Task ResizeAsync(HttpContext http, MediaSession session)
    {
        if (await ReadAsync(http, ShownHeight.ContentType) is not { } body)
            return;

        if (!ShownHeight.TryParse(body, out var height))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, ShownHeight.Rule);
            return;
        }

        if (http.RequestServices.GetRequiredService<MediaSessions>().TryResize(session, height))
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await RefuseAsync(http, StatusCodes.Status409Conflict, "The session was changed at the same time; try again.");
    }

    private static async Task DeleteAsync(HttpContext http, string conferenceId, string id)
    {
        AllowOtherOrigins(http);
        if (await FindAsync(http, conferenceId, id) is { } session)
            http.RequestServices.GetRequiredService<MediaSessions>().End(session);
    }

    private static async Task<MediaSession?> FindAsync(HttpContext http, string conferenceId, string id)
    {
        var right = http.Request.Path.StartsWithSegments("/whip", StringComparison.OrdinalIgnoreCase) ? RoomRight.Publish : RoomRight.Play;
        if (!await AdmitAsync(http, conferenceId, right))
            return null;

        if (http.RequestServices.GetRequiredService<MediaSessions>().TryFind(id, out var session) && session.ConferenceId == conferenceId && session.Right == right)
            return session;

        await RefuseAsync(http, StatusCodes.Status404NotFound, "There is no such session, or it has ended.");
        return null;
    }

    private static async Task<bool> AdmitAsync(HttpContext http, string conferenceId, RoomRight right)
    {
        var access = http.RequestServices.GetRequiredService<RoomAccess>();
        switch (access.Ask(conferenceId, right, http.Request.Headers.Authorization))
        {
            case AccessAnswer.Granted:
                return true;
            case AccessAnswer.NoSuchRoom:
                await RefuseAsync(http, StatusCodes.Status404NotFound, "There is no such conference.");
                return false;
            case AccessAnswer.NoToken:
                http.Response.Headers.WWWAuthenticate = "Bearer";
                await RefuseAsync(http, StatusCodes.Status401Unauthorized, "Send the conference's token: Authorization: Bearer <token>.");
                return false;
            default:
                http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                await RefuseAsync(http, StatusCodes.Status401Unauthorized, "The token does not allow this.");
                return false;
        }
    }

    private static async Task<string?> ReadAsync(HttpContext http, string contentType)
    {
        if (!IsA(http, contentType))
        {
            await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, $"Send the body as {contentType}.");
            return null;
        }

        if (http.Request.ContentLength > LargestBody)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The body is longer than {LargestBody} bytes.");
            return null;
        }

        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var buffer = new char[LargestBody + 1];
        var length = await reader.ReadBlockAsync(buffer);
        if (length <= LargestBody)
            return new string(buffer, 0, length);

        await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The body is longer than {LargestBody} bytes.");
        return null;
    }

    private static bool IsA(HttpContext http, string contentType) =>
        string.Equals(http.Request.ContentType?.Split(';')[0].Trim(), contentType, StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        http.Response.Refuse(status);
        return http.Response.WriteAsJsonAsync(new { title = sentence, status }, options: null, contentType: "application/problem+json");
    }

    private static Task Preflight(HttpContext http)
    {
        AllowOtherOrigins(http);
        http.Response.Headers.AccessControlAllowMethods = "POST, PATCH, DELETE, OPTIONS";
        http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match";
        http.Response.Headers["Accept-Post"] = SdpType;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Players live on other people's pages; what protects a room is its token, which no browser sends by itself.</summary>
    private static void AllowOtherOrigins(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "Location, ETag, Link, Accept-Patch";
    }
}
