using Client;

namespace Load.Signalling;

/// <summary>A server under load: how one gets into a room there. Ours and Janus behind one face, so that both get the same load.</summary>
internal interface IConferenceServer : IAsyncDisposable
{
    string Name { get; }

    /// <summary>A new connected client that sends the sections of <paramref name="options"/>.</summary>
    Task<LoadClient> PublishAsync(LoadLoop loop, string room, ClientOptions options);

    /// <summary>A new connected client that receives what <paramref name="publisher"/> sends.</summary>
    Task<LoadClient> PlayAsync(LoadLoop loop, string room, LoadClient publisher, ClientOptions options);

    Task LeaveAsync(LoadLoop loop, IReadOnlyCollection<LoadClient> clients);
}
