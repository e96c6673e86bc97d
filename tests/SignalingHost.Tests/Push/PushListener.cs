using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace SignalingHost.Tests.Push;

/// <summary>A client of the push channel that keeps whatever it is told, with the moment it was told.</summary>
internal sealed class PushListener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] Everything =
    [
        "ConfBasicInfoNotify", "ConfDynamicInfoNotify", "ParticipantsNotify", "AttendeesNotify", "SpeakerChangeNotify", "InviteResultNotify", "RealTimeSubtitleNotify",
        "WaitingListNotify", "InterpreterGroupNotify", "SomethingNobodyKnows",
    ];

    private readonly ClientWebSocket _socket = new();
    private readonly List<(JsonElement Frame, long At)> _heard = [];
    private readonly SemaphoreSlim _news = new(0);
    private Task _reading = Task.CompletedTask;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public IReadOnlyList<JsonElement> Heard
    {
        get
        {
            lock (_heard)
                return [.. _heard.Select(one => one.Frame)];
        }
    }

    public static async Task<PushListener> ConnectAsync(Uri server, string conference, string ticket)
    {
        var listener = new PushListener();
        await listener._socket.ConnectAsync(new Uri($"ws://{server.Authority}/cms/open/websocket/confctl/increment/conn?confID={conference}&tmpToken={ticket}"), CancellationToken.None);
        listener._reading = listener.ReadAsync();
        return listener;
    }

    /// <summary>As both known clients do it: the data is a string that holds JSON, and the token is behind Basic.</summary>
    public async Task<JsonElement> SubscribeAsync(string token, params string[] types)
    {
        var data = JsonSerializer.Serialize(new { subscribeType = types.Length > 0 ? types : Everything, confToken = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(token)) });
        await SendAsync(new { action = "Subscribe", sequence = "00000000000000000001", data });
        return await WaitAsync(frame => frame.GetProperty("action").GetString() == "Subscribe");
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame));

    public Task SendTextAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task<JsonElement> WaitAsync(string action, Func<JsonElement, bool> suits) => WaitAsync(frame => frame.GetProperty("action").GetString() == action && suits(frame));

    /// <summary>The first frame that suits, heard already or yet to come.</summary>
    public async Task<JsonElement> WaitAsync(Func<JsonElement, bool> suits) => (await WaitWithTimeAsync(suits)).Frame;

    public async Task<(JsonElement Frame, long At)> WaitWithTimeAsync(Func<JsonElement, bool> suits)
    {
        using var patience = new CancellationTokenSource(Patience);
        var from = 0;
        while (true)
        {
            lock (_heard)
            {
                for (; from < _heard.Count; from++)
                {
                    if (suits(_heard[from].Frame))
                        return _heard[from];
                }
            }

            await _news.WaitAsync(patience.Token);
        }
    }

    /// <summary>The incremental notification in which a participant's key has a value.</summary>
    public Task<JsonElement> WaitForKeyAsync(string pid, string key, string value) => WaitAsync("ParticipantsNotify", frame => HasKey(frame, pid, key, value));

    public static bool HasKey(JsonElement frame, string pid, string key, string value) =>
        frame.GetProperty("data").EnumerateArray().Any(one =>
            one.GetProperty("pid").GetString() == pid && one.TryGetProperty("pinfoMap", out var map) && map.TryGetProperty(key, out var found) && found.GetString() == value);

    /// <summary>Until the server has closed the connection.</summary>
    public Task WaitForCloseAsync() => _reading.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _news.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += received.Count;
                }
                while (!received.EndOfMessage);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;

                var at = Stopwatch.GetTimestamp();
                lock (_heard)
                    _heard.Add((JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length)).RootElement, at));
                _news.Release();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The test let go of it, or the server cut it.
        }
    }
}
