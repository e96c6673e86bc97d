using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Client;
using Load.Edge;

namespace Load.Signalling;

/// <summary>Janus's VideoRoom plugin as a conference server.</summary>
internal sealed class JanusRooms(JanusSession session) : IConferenceServer
{
    private const string Plugin = "janus.plugin.videoroom";

    // Above what any clip sends, so that Janus's REMB never asks for less.
    private const int NoLimit = 30_000_000;

    private readonly ConcurrentDictionary<LoadClient, (JanusHandle Handle, long Feed)> _clients = [];

    public string Name => "Janus";

    public static async Task<JanusRooms> ConnectAsync(Uri server) => new(await JanusSession.ConnectAsync(server));

    public async Task CreateRoomAsync(string room, string videoCodec)
    {
        var handle = await session.AttachAsync(Plugin);
        await handle.MessageAsync(new JsonObject
        {
            ["request"] = "create",
            ["room"] = NumberOf(room),
            ["publishers"] = 4,
            ["bitrate"] = NoLimit,
            ["audiocodec"] = "opus",
            ["videocodec"] = videoCodec,
            ["fir_freq"] = 0,
        });
        await handle.DetachAsync();
    }

    public async Task<LoadClient> PublishAsync(LoadLoop loop, string room, ClientOptions options)
    {
        var handle = await session.AttachAsync(Plugin);
        var joined = await handle.MessageAsync(new JsonObject { ["request"] = "join", ["ptype"] = "publisher", ["room"] = NumberOf(room) });
        var feed = (long)joined["plugindata"]!["data"]!["id"]!;
        var client = await loop.AddAsync(options);
        var offer = await loop.Do(client.Native.MakeOffer);
        var published = await handle.MessageAsync(new JsonObject { ["request"] = "publish", ["bitrate"] = NoLimit }, "offer", offer);
        var answer = (string?)published["jsep"]?["sdp"] ?? throw new InvalidOperationException($"Janus did not answer: {published.ToJsonString()}");
        await loop.Do(() => Check(client.Native.TryApplyAnswer(answer, Clock.Now, out var error), error));
        await Connected(loop, client);
        _clients[client] = (handle, feed);
        return client;
    }

    public async Task<LoadClient> PlayAsync(LoadLoop loop, string room, LoadClient publisher, ClientOptions options)
    {
        var handle = await session.AttachAsync(Plugin);
        var joined = await handle.MessageAsync(new JsonObject
        {
            ["request"] = "join",
            ["ptype"] = "subscriber",
            ["room"] = NumberOf(room),
            ["streams"] = new JsonArray(new JsonObject { ["feed"] = _clients[publisher].Feed }),
        });
        var offer = (string?)joined["jsep"]?["sdp"] ?? throw new InvalidOperationException($"Janus did not offer: {joined.ToJsonString()}");
        var client = await loop.AddAsync(options);
        var answer = await loop.Do(() =>
        {
            Check(client.Native.TryApplyOffer(offer, Clock.Now, out var text, out var error), error);
            return text;
        });
        await handle.MessageAsync(new JsonObject { ["request"] = "start" }, "answer", answer);
        await Connected(loop, client);
        _clients[client] = (handle, 0);
        return client;
    }

    public async Task LeaveAsync(LoadLoop loop, IReadOnlyCollection<LoadClient> clients)
    {
        foreach (var client in clients)
        {
            if (_clients.TryRemove(client, out var place))
                await place.Handle.DetachAsync();
        }

        await loop.RemoveAsync(clients);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static async Task Connected(LoadLoop loop, LoadClient client)
    {
        if (!await loop.SettleAsync(client))
            throw new InvalidOperationException($"No connection to Janus: {client.Native.FailureReason}");
    }

    private static void Check(bool isGood, string error)
    {
        if (!isGood)
            throw new InvalidOperationException(error);
    }

    private static int NumberOf(string room) => Math.Abs(string.GetHashCode(room, StringComparison.Ordinal) % 1_000_000) + 1;
}
