using System.Diagnostics;
using System.Text.Json;
using Meetings;
using SignalingHost.Rest.Authentication;
using SignalingHost.Rest.OpenApi;

namespace SignalingHost.Rest;

/// <summary>
/// What holds for every endpoint of the API: the request's id is sent back, the door is asked first, and whatever goes wrong is
/// answered as the API answers, without a word of what is inside.
/// </summary>
internal static class RestPipeline
{
    private const string RequestIdHeader = "X-Request-Id";
    private const int LongestRequestId = 128;
    private const int LongestPlace = 128;

    private static readonly Fault NotFound = new(StatusCodes.Status404NotFound, Refusal.ConfBadRequest.Code, "NO_SUCH_PATH");
    private static readonly Fault TooLarge = new(StatusCodes.Status413PayloadTooLarge, Refusal.ConfBadRequest.Code, "REQUEST_TOO_LARGE");
    private static readonly Fault NotJson = new(StatusCodes.Status415UnsupportedMediaType, Refusal.JsonConversionFailed.Code, "NOT_JSON");
    private static readonly Fault NotAllowed = new(StatusCodes.Status405MethodNotAllowed, Refusal.ConfBadRequest.Code, "METHOD_NOT_ALLOWED");

    public static void AddRest(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => RestJson.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.AddDescription();
        builder.Services.AddSingleton<LoginAnswers>();
        builder.Services.AddSingleton<JoinLinks>();
    }

    public static void UseRest(this WebApplication app) => app.Use(RunAsync);

    private static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RestOperation>() is not { } operation)
        {
            await next(http);
            if (IsOfTheApi(http) && !http.Response.HasStarted && http.Response.StatusCode is 404 or 405 && http.Response.ContentType is null)
                await Done.RefuseAsync(http, http.Response.StatusCode == 404 ? NotFound : NotAllowed);
            return;
        }

        http.Response.Headers[RequestIdHeader] = RequestIdOf(http.Request);
        try
        {
            if (await operation.Door.AdmitAsync(http) is { } refusal)
            {
                await Done.RefuseAsync(http, refusal);
                return;
            }

            // Clients that send JSON without saying so are understood; there is nothing else that they could mean.
            if (http.Request.ContentType is null)
                http.Request.ContentType = "application/json";
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentType is null)
                await ExplainAsync(http);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await Done.RefuseAsync(http, Understood(bad));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            Log.RequestFault(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RestPipeline)), fault, operation.Id);
            http.Response.Clear();
            http.Response.Headers[RequestIdHeader] = RequestIdOf(http.Request);
            await Done.RefuseAsync(http, Refusal.InternalError);
        }
    }

    private static bool IsOfTheApi(HttpContext http) => http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal);

    /// <summary>What the framework refused by a status alone gets the words that go with it.</summary>
    private static Task ExplainAsync(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Done.RefuseAsync(http, TooLarge),
        StatusCodes.Status415UnsupportedMediaType => Done.RefuseAsync(http, NotJson),
        StatusCodes.Status400BadRequest => Done.RefuseAsync(http, Refusal.ParameterVerifiedFail),
        _ => Task.CompletedTask,
    };

    private static Fault Understood(BadHttpRequestException bad) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => NotJson,
        { InnerException: JsonException unread } => Fault.Of(Refusal.JsonConversionFailed) with { Field = PlaceOf(unread) },
        _ when bad.Message.Contains("no body was provided", StringComparison.Ordinal) => Refusal.RequestBodyIsNull,
        _ => Refusal.ParameterVerifiedFail,
    };

    // The path is made of names that the caller sent.
    private static string? PlaceOf(JsonException unread)
    {
        var place = unread is NullItem item ? item.Place : unread.Path;
        return place?.TrimStart('$').TrimStart('.') is { Length: > 0 and <= LongestPlace } name && !name.Any(char.IsControl) ? name : null;
    }

    // The client's own, as long as it can stand in a header; else one of ours.
    private static string RequestIdOf(HttpRequest request)
    {
        var given = request.Headers[RequestIdHeader].ToString();
        if (given.Length is > 0 and <= LongestRequestId && given.All(c => c is > ' ' and < '\x7f'))
            return given;
        return Activity.Current?.TraceId.ToHexString() ?? Guid.NewGuid().ToString("N");
    }
}
