using System.Collections.Concurrent;
using Client;
using Load.Edge;

namespace Load.Signalling;

/// <summary>Our server by WHIP and WHEP.</summary>
internal sealed class OurRooms(Uri server, string token) : IConferenceServer
{
    private readonly ConcurrentDictionary<LoadClient, WhipSession> _sessions = [];
    private int _publishers;

    public string Name => "ours";

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 16 });

    public async Task<LoadClient> PublishAsync(LoadLoop loop, string room, ClientOptions options)
    {
        var name = $"p{Interlocked.Increment(ref _publishers)}";
        var client = await JoinAsync(loop, new Uri(server, $"/whip/{room}?participant={name}"), options);
        client.Name = name;
        return client;
    }

    public async Task<LoadClient> PlayAsync(LoadLoop loop, string room, LoadClient publisher, ClientOptions options) =>
        await JoinAsync(loop, new Uri(server, $"/whep/{room}/{publisher.Name}"), options);

    /// <summary>The same as who has a token of his own, and therefore a name.</summary>
    public Task<LoadClient> PublishAsync(LoadLoop loop, string room, string own, ClientOptions options) => JoinAsync(loop, new Uri(server, $"/whip/{room}"), options, own);

    public Task<LoadClient> WatchAsync(LoadLoop loop, string room, string own, ClientOptions options) => JoinAsync(loop, new Uri(server, $"/whep/{room}"), options, own);

    /// <summary>A client that is shown whoever the server finds worth showing.</summary>
    public async Task<LoadClient> WatchAsync(LoadLoop loop, string room, ClientOptions options) =>
        await JoinAsync(loop, new Uri(server, $"/whep/{room}"), options);

    public async Task LeaveAsync(LoadLoop loop, IReadOnlyCollection<LoadClient> clients)
    {
        foreach (var client in clients)
        {
            if (_sessions.TryRemove(client, out var session))
                await session.DeleteAsync();
        }

        await loop.RemoveAsync(clients);
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<LoadClient> JoinAsync(LoadLoop loop, Uri endpoint, ClientOptions options, string? own = null)
    {
        var client = await loop.AddAsync(options);
        var offer = await loop.Do(client.Native.MakeOffer);
        var session = await WhipSession.PostAsync(Http, endpoint, own ?? token, offer);
        _sessions[client] = session;
        var error = await loop.Do(() => client.Native.TryApplyAnswer(session.Answer, Clock.Now, out var why) ? "" : why);
        if (error.Length > 0)
            throw new InvalidOperationException($"The answer of {endpoint} is of no use: {error}");

        if (!await loop.SettleAsync(client))
            throw new InvalidOperationException($"No connection to {endpoint}: {client.Native.FailureReason}");

        return client;
    }
}
