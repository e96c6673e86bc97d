using System.Buffers;
using System.Net.WebSockets;
using Meetings;
using SignalingHost.Conferences;
using SignalingHost.Rest.Control;
using SignalingHost.Rest.OpenApi;

namespace SignalingHost.Push;

/// <summary>
/// The WebSocket by which controllers hear of everything at once. One ticket opens one connection; what is heard on it is decided by
/// the token that is given with the subscription.
/// </summary>
internal static class PushEndpoint
{
    private const string Path = "/cms/open/websocket/confctl/increment/conn";

    public static void AddPush(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PushOptions());
        builder.Services.AddSingleton<PushRooms>();
    }

    public static void MapPush(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.MapGet(Path, ConnectAsync).WithTags("Push").WithSummary("Opens the push channel, a WebSocket")
            .TakesQuery("confID", "The meeting's number.", isRequired: true).TakesQuery("tmpToken", "The ticket from wsToken.", isRequired: true)
            .Gives(StatusCodes.Status101SwitchingProtocols, "The WebSocket is open.").Gives(StatusCodes.Status426UpgradeRequired, "The request opens no WebSocket.");
    }

    private static async Task ConnectAsync(
        HttpContext http, ControlTokens tokens, RunningMeetings running, PushRooms rooms, PushOptions options, TimeProvider clock, IHostApplicationLifetime application)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        // The ticket is used up whatever becomes of it.
        var token = tokens.Redeem(http.Request.Query["tmpToken"].ToString());
        var meeting = token is null ? null : running.Find(token.Run);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        if (token is null || meeting is null || !ControlDoor.IsCalled(meeting.View.Setup, http.Request.Query["confID"].ToString()))
        {
            await TurnAwayAsync(socket, options);
            return;
        }

        await using var client = new PushClient(socket, token, options, clock);
        var room = rooms.Of(meeting);
        if (!room.TryEnter(client))
            client.Close(meeting.IsOver ? PushEnd.MeetingOver : PushEnd.TooManyClients);

        using var stopping = application.ApplicationStopping.Register(() => client.Close(PushEnd.ServerEnds));
        try
        {
            var sending = client.SendAsync();
            await ListenAsync(socket, client, room, meeting, tokens, options);
            client.Close(PushEnd.ClosedByClient);
            await sending;
        }
        finally
        {
            room.Leave(client);
        }
    }

    private static async Task TurnAwayAsync(WebSocket socket, PushOptions options)
    {
        using var patience = new CancellationTokenSource(options.Goodbye);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "InvalidToken", patience.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // He has gone before he was turned away.
        }
    }

    private static async Task ListenAsync(WebSocket socket, PushClient client, PushRoom room, RunningMeeting meeting, ControlTokens tokens, PushOptions options)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(options.LongestFrame);
        await using var watch = client.Watch();
        try
        {
            while (await ReceiveAsync(socket, buffer.AsMemory(0, options.LongestFrame), client) is { } length)
            {
                watch.Change(options.Silence, Timeout.InfiniteTimeSpan);
                if (!ClientFrame.TryParse(buffer.AsMemory(0, length), out var frame))
                {
                    client.Close(PushEnd.NotUnderstood);
                    continue;
                }

                await AnswerAsync(frame, client, room, meeting, tokens);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The connection is gone or was cut.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One whole text frame, or null at the end.</summary>
    private static async Task<int?> ReceiveAsync(WebSocket socket, Memory<byte> buffer, PushClient client)
    {
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                client.Close(PushEnd.FrameTooLong);
                length = 0;
            }

            var received = await socket.ReceiveAsync(buffer[length..], client.Cut);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;

            length += received.Count;
            if (received.EndOfMessage)
                return length;
        }
    }

    private static async Task AnswerAsync(ClientFrame frame, PushClient client, PushRoom room, RunningMeeting meeting, ControlTokens tokens)
    {
        switch (frame.Action)
        {
            case "HeartBeat":
                client.Offer(PushFrame.Echo(frame.Action, frame.Sequence));
                break;
            case "Subscribe":
                Subscribe(frame, client, room, meeting, tokens);
                break;
            case "ConfControl" when frame.Type == "REFRESHTOKEN":
                client.Offer(await RefreshAsync(frame, client, meeting, tokens));
                break;
            default:
                client.Offer(PushFrame.Answer(frame.Action, frame.Sequence, (int)Refusal.ConfNotSupport, Refusal.ConfNotSupport.Symbol));
                break;
        }
    }

    private static void Subscribe(ClientFrame frame, PushClient client, PushRoom room, RunningMeeting meeting, ControlTokens tokens)
    {
        if (TokenOf(frame, meeting, tokens) is not { } token)
        {
            client.Offer(PushFrame.Answer(frame.Action, frame.Sequence, (int)Refusal.ForbiddenSubscribe, Refusal.ForbiddenSubscribe.Symbol));
            return;
        }

        client.Token = token;
        room.Subscribe(client, NotifyTypes.Of(frame.SubscribeTypes) & Allowed(client, meeting), PushFrame.Answer(frame.Action, frame.Sequence, 0, "SUCCESS"));
    }

    /// <summary>The waiting room is for hosts to see.</summary>
    private static NotifyType Allowed(PushClient client, RunningMeeting meeting) =>
        client.IsHost(meeting.View) ? (NotifyType)int.MaxValue : ~NotifyType.WaitingListNotify;

    private static async Task<byte[]> RefreshAsync(ClientFrame frame, PushClient client, RunningMeeting meeting, ControlTokens tokens)
    {
        if (TokenOf(frame, meeting, tokens) is not { } token)
            return PushFrame.Answer(frame.Action, frame.Sequence, (int)Refusal.ConfAuthFail, Refusal.ConfAuthFail.Symbol, frame.Type);

        client.Token = await tokens.ProlongAsync(token);
        return PushFrame.Answer(frame.Action, frame.Sequence, 0, "SUCCESS", frame.Type);
    }

    private static ControlToken? TokenOf(ClientFrame frame, RunningMeeting meeting, ControlTokens tokens) =>
        ControlDoor.TryRead(frame.Token, out var text)
        && tokens.Find(text) is { } token
        && token.Run == meeting.Run
        && (string.IsNullOrEmpty(frame.Conference) || ControlDoor.IsCalled(meeting.View.Setup, frame.Conference))
            ? token : null;
}
