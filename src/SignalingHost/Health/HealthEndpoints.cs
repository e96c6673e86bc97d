using SignalingHost.Lifetime;

namespace SignalingHost.Health;

/// <summary>
/// Two questions an orchestrator asks. Live: does the process serve at all (if not, restart it)? Ready: should it be sent
/// people (if not, send them elsewhere)? A draining server is live and not ready.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(new LiveAnswer("live"));
        }).WithTags("Operation").WithSummary("Says whether the process serves at all").Produces<LiveAnswer>();

        app.MapGet("/health/ready", (HttpContext context, Drain drain, IEnumerable<IReadinessCheck> owners) =>
        {
            var checks = owners.Select(owner => Answer(owner.Name, owner.Check()))
                .Append(Answer("draining", drain.HasBegun ? new(false, "the server is ending") : new(true, "")))
                .ToArray();
            var ready = Array.TrueForAll(checks, check => check.Ok);
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(new ReadyAnswer(ready ? "ready" : "not ready", checks), statusCode: ready ? 200 : 503);
        }).WithTags("Operation").WithSummary("Says whether people should be sent here").Produces<ReadyAnswer>().Produces<ReadyAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static CheckAnswer Answer(string name, Readiness readiness) => new(name, readiness.IsReady, readiness.Detail);

    private sealed record LiveAnswer(string Status);

    private sealed record ReadyAnswer(string Status, CheckAnswer[] Checks);

    private sealed record CheckAnswer(string Name, bool Ok, string Detail);
}
