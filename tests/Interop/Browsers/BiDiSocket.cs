using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Interop.Browsers;

/// <summary>WebDriver BiDi over a WebSocket, one question at a time.</summary>
internal sealed class BiDiSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _one = new(1);
    private int _last;

    private BiDiSocket()
    {
    }

    public static async Task<BiDiSocket> OpenAsync(Uri address)
    {
        var opened = new BiDiSocket();
        using var patience = new CancellationTokenSource(Patience);
        await opened._socket.ConnectAsync(address, patience.Token);
        return opened;
    }

    public async Task<JsonNode> AskAsync(string method, JsonObject parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _one.WaitAsync(patience.Token);
        try
        {
            var number = ++_last;
            var question = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters };
            await _socket.SendAsync(Encoding.UTF8.GetBytes(question.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            while (true)
            {
                var message = await ReceiveAsync(patience.Token);
                if ((int?)message["id"] != number)
                    continue;

                return (string?)message["type"] == "error"
                    ? throw new InvalidOperationException($"{method}: {message["error"]}: {message["message"]}")
                    : message["result"]!;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _one.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancel)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, cancel);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
        }
    }
}
