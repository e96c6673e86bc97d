using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace Api;

/// <summary>Subscribers of one meeting's participants: when has the last of them heard of a change?</summary>
internal sealed class Audience : IAsyncDisposable
{
    private readonly List<ClientWebSocket> _sockets = [];
    private readonly List<Task> _listening = [];
    private TaskCompletionSource<long> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing;

    /// <summary>Connects and subscribes one more; done when it has been told how things stand.</summary>
    public async Task AddAsync(Uri server, string conference, string ticket, string token)
    {
        var socket = new ClientWebSocket();
        _sockets.Add(socket);
        await socket.ConnectAsync(new Uri($"ws://{server.Authority}/cms/open/websocket/confctl/increment/conn?confID={conference}&tmpToken={ticket}"), CancellationToken.None);
        var data = JsonSerializer.Serialize(new { subscribeType = new[] { "ParticipantsNotify" }, confToken = token });
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { action = "Subscribe", sequence = "00000000000000000001", data }), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        var buffer = new byte[1 << 18];
        for (var told = 0; told < 2;)
            told += (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).EndOfMessage ? 1 : 0;
        _listening.Add(ListenAsync(socket, buffer));
    }

    /// <summary>The moment at which everybody has heard of the next change.</summary>
    public Task<long> HearAsync()
    {
        _heard = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _missing, _sockets.Count);
        return _heard.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
            socket.Abort();
        await Task.WhenAll(_listening);
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private async Task ListenAsync(ClientWebSocket socket, byte[] buffer)
    {
        try
        {
            while (true)
            {
                if ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).EndOfMessage && Interlocked.Decrement(ref _missing) == 0)
                    _heard.TrySetResult(Stopwatch.GetTimestamp());
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Let go of at the end.
        }
    }
}
