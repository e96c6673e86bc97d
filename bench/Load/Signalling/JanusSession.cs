using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Load.Signalling;

/// <summary>A session at a Janus server by its WebSocket API: requests with their answers, and a keep-alive.</summary>
internal sealed class JanusSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private long _id;
    private int _transactions;
    private Task _reading = Task.CompletedTask;

    public static async Task<JanusSession> ConnectAsync(Uri server)
    {
        var session = new JanusSession();
        session._socket.Options.AddSubProtocol("janus-protocol");
        await session._socket.ConnectAsync(server, default);
        session._reading = session.ReadAsync();
        var created = await session.AskAsync(new JsonObject { ["janus"] = "create" }, waitsForEvent: false);
        session._id = (long)created["data"]!["id"]!;
        _ = session.KeepAliveAsync();
        return session;
    }

    public async Task<JanusHandle> AttachAsync(string plugin)
    {
        var attached = await AskAsync(new JsonObject { ["janus"] = "attach", ["plugin"] = plugin }, waitsForEvent: false);
        return new JanusHandle(this, (long)attached["data"]!["id"]!);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await AskAsync(new JsonObject { ["janus"] = "destroy" }, waitsForEvent: false);
        }
        catch (Exception ended) when (ended is InvalidOperationException or WebSocketException or TimeoutException)
        {
            // The server is gone already.
        }

        await _closing.CancelAsync();
        _socket.Dispose();
        await _reading;
        _closing.Dispose();
        _writing.Dispose();
    }

    internal async Task<JsonNode> AskAsync(JsonObject request, bool waitsForEvent)
    {
        var transaction = $"t{Interlocked.Increment(ref _transactions)}";
        request["transaction"] = transaction;
        if (_id != 0)
            request["session_id"] = _id;

        var waiting = new Waiting(waitsForEvent);
        _waiting[transaction] = waiting;
        await _writing.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(request), WebSocketMessageType.Text, endOfMessage: true, default);
        }
        finally
        {
            _writing.Release();
        }

        return await waiting.Answer.Task.WaitAsync(Patience);
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(20), _closing.Token);
                await AskAsync(new JsonObject { ["janus"] = "keepalive" }, waitsForEvent: false);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or WebSocketException or TimeoutException or InvalidOperationException)
        {
            // The session is over.
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _closing.Token);
                length += part.Count;
                if (!part.EndOfMessage)
                    continue;

                if (part.MessageType == WebSocketMessageType.Close)
                    break;

                Handle(JsonNode.Parse(buffer.AsSpan(0, length))!);
                length = 0;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Closed by us or by the server; whoever waits is told below.
        }

        foreach (var waiting in _waiting.Values)
            waiting.Answer.TrySetException(new InvalidOperationException("Janus closed the connection."));
    }

    private void Handle(JsonNode message)
    {
        var kind = (string?)message["janus"];
        if ((string?)message["transaction"] is not { } transaction || !_waiting.TryGetValue(transaction, out var waiting) || (kind == "ack" && waiting.ForEvent))
            return;

        _waiting.TryRemove(transaction, out _);
        var refusal = kind == "error" ? message["error"]?.ToJsonString() : (string?)message["plugindata"]?["data"]?["error"];
        if (refusal is null)
            waiting.Answer.TrySetResult(message);
        else
            waiting.Answer.TrySetException(new InvalidOperationException($"Janus refused: {refusal}"));
    }

    private sealed class Waiting(bool forEvent)
    {
        public bool ForEvent { get; } = forEvent;

        public TaskCompletionSource<JsonNode> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>One peer connection of a Janus session.</summary>
internal sealed class JanusHandle(JanusSession session, long id)
{
    public Task<JsonNode> MessageAsync(JsonObject body, string? type = null, string? sdp = null)
    {
        var request = new JsonObject { ["janus"] = "message", ["handle_id"] = id, ["body"] = body };
        if (sdp is not null)
            request["jsep"] = new JsonObject { ["type"] = type, ["sdp"] = sdp };

        return session.AskAsync(request, waitsForEvent: true);
    }

    public Task DetachAsync() => session.AskAsync(new JsonObject { ["janus"] = "detach", ["handle_id"] = id }, waitsForEvent: false);
}
