using SignalingHost.Conferences;
using SignalingHost.Media;
using SignalingHost.Rest;
using SignalingHost.Rest.OpenApi;

namespace SignalingHost.Signaling;

/// <summary>
/// The WebSocket by which clients take part. Nothing that a browser sends by itself (no cookie) opens anything here: who joins shows what he
/// knows in his first message, so a page of another origin has no more than what its user typed into it.
/// </summary>
internal static class SignalEndpoint
{
    private const string Path = "/v1/ext/signaling";
    private const string Protocol = "conference.1";
    private const int LongestUserAgent = 256;

    public static void AddSignaling(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(new SignalOptions());
        services.AddSingleton<ResumeTokens>();
        services.AddSingleton(provider => new Lazy<ConferenceDesk>(provider.GetRequiredService<ConferenceDesk>));
        services.AddSingleton<MediaPeers>();
        services.AddSingleton<SignalRooms>();
        services.AddSingleton<SignalDoor>();
        services.AddSingleton<SignalService>();
    }

    /// <summary>After the WebSockets have been switched on.</summary>
    public static void MapSignaling(this WebApplication app)
    {
        // Without the media role there is nothing to take part in.
        if (app.Services.GetService<MediaEventLog>() is not { } media)
            return;

        media.Peers = app.Services.GetRequiredService<MediaPeers>();
        app.MapGet(Path, ConnectAsync).WithTags("Ours").WithSummary("Opens the signalling of a client in a browser, a WebSocket")
            .Gives(StatusCodes.Status101SwitchingProtocols, "The WebSocket is open.").Gives(StatusCodes.Status426UpgradeRequired, "The request opens no WebSocket.");
    }

    private static async Task ConnectAsync(HttpContext http, SignalService service, IHostApplicationLifetime application)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        var request = http.Request;
        var agent = request.Headers.UserAgent.ToString();
        var visitor = new Visitor(Source.Of(http), agent.Length > LongestUserAgent ? agent[..LongestUserAgent] : agent);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal) ? Protocol : null);
        await using var signal = new SignalSocket(socket, service, visitor, $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}");
        using var stopping = application.ApplicationStopping.Register(() => signal.Post(session => session.End("serverEnding")));
        await signal.RunAsync();
    }
}
