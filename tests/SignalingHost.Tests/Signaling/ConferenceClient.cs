using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Client;
using Protocols.Sdp;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Signaling;

/// <summary>A client as the page on signalling describes one, over a real WebSocket and real media lines.</summary>
internal sealed class ConferenceClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private readonly List<JsonElement> _all = [];
    private Task _listening = Task.CompletedTask;
    private int _lastId;

    public MediaLine? Sending { get; private set; }

    public MediaLine? Receiving { get; private set; }

    public string Id { get; private set; } = "";

    public string Resume { get; private set; } = "";

    public JsonElement Joined { get; private set; }

    public static async Task<ConferenceClient> ConnectAsync(Uri server)
    {
        var client = new ConferenceClient();
        client._socket.Options.AddSubProtocol("conference.1");
        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}/v1/ext/signaling"), CancellationToken.None);
        client._listening = client.ListenAsync();
        return client;
    }

    /// <summary>Joins; the test fails where that is refused.</summary>
    public static async Task<ConferenceClient> JoinAsync(Uri server, object join)
    {
        var client = await ConnectAsync(server);
        await client.JoinAsync(join);
        return client;
    }

    public async Task JoinAsync(object join)
    {
        var answer = await AskAsync("join", join);
        Assert.That(answer.GetProperty("type").GetString(), Is.EqualTo("joined"), answer.ToString());
        Take(answer);
    }

    /// <summary>What <c>joined</c> says.</summary>
    public void Take(JsonElement joined)
    {
        Joined = joined;
        (Id, Resume) = (joined.GetProperty("participant").GetString()!, joined.GetProperty("resume").GetString()!);
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<JsonElement> AskAsync(string type, object? members = null)
    {
        var id = ++_lastId;
        var message = members is null ? [] : JsonSerializer.SerializeToNode(members)!.AsObject();
        message["type"] = type;
        message["id"] = id;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return await WaitAsync(answer => answer.TryGetProperty("re", out var re) && re.GetInt32() == id, $"the answer to {type}");
    }

    /// <summary>A message that is there already or comes in time.</summary>
    public async Task<JsonElement> WaitAsync(Func<JsonElement, bool> which, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        if (_all.FindLast(message => which(message)) is { ValueKind: JsonValueKind.Object } known)
            return known;

        try
        {
            while (true)
            {
                var message = await _messages.Reader.ReadAsync(patience.Token);
                _all.Add(message);
                if (which(message))
                    return message;
            }
        }
        catch (Exception silence) when (silence is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"{what} did not come. What came: {string.Join(", ", _all.Select(message => message.GetProperty("type").GetString()))}", silence);
        }
    }

    public Task<JsonElement> WaitAsync(string type) => WaitAsync(message => message.GetProperty("type").GetString() == type, type);

    /// <summary>Microphone, camera, share and its sound, in the order of the page.</summary>
    public async Task PublishAsync(CodecChoice? picture = null)
    {
        picture ??= CodecChoice.Vp8;
        Sending = new MediaLine(ClientSection.Send(CodecChoice.Opus), ClientSection.Send(picture), ClientSection.Send(picture), ClientSection.Send(CodecChoice.Opus));
        await NegotiateAsync("send", Sending);
    }

    /// <summary>Two sounds and two pictures.</summary>
    public async Task WatchAsync()
    {
        Receiving = new MediaLine(ClientSection.Receive(CodecChoice.Opus), ClientSection.Receive(CodecChoice.Opus), ClientSection.Receive(CodecChoice.Vp8), ClientSection.Receive(CodecChoice.Vp8));
        await NegotiateAsync("receive", Receiving);
    }

    public async Task NegotiateAsync(string transport, MediaLine line, bool fresh = false)
    {
        var answer = await AskAsync("offer", new { transport, sdp = line.Offer, fresh });
        Assert.That(answer.GetProperty("type").GetString(), Is.EqualTo("answer"), answer.ToString());
        await line.AnswerAsync(answer.GetProperty("sdp").GetString()!);
        await Waiting.UntilAsync(() => line.IsConnected, $"the {transport} connection");
    }

    public async Task ShowAsync(params object[] slots)
    {
        var answer = await AskAsync("view", new { slots });
        Assert.That(answer.GetProperty("type").GetString(), Is.EqualTo("done"), answer.ToString());
    }

    /// <summary>The line is cut: no goodbye.</summary>
    public void Break() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _listening;
        _socket.Dispose();
        if (Sending is not null)
            await Sending.DisposeAsync();
        if (Receiving is not null)
            await Receiving.DisposeAsync();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[256 * 1024];
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
                    break;
                _messages.Writer.TryWrite(JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Broken, by the test or by the server.
        }

        _messages.Writer.TryComplete();
    }
}
