using Load.Measuring;
using Protocols;

namespace Load.Telephony;

/// <summary>A server that mixes sound for telephones. Ours and Janus behind one face, so that both get the same load.</summary>
internal interface ISoundBridge : IAsyncDisposable
{
    string Name { get; }

    ServerProcess Process { get; }

    /// <summary>So many more telephones come into the room: where each of them is to send.</summary>
    Task<TransportAddress[]> JoinAsync(int count);

    /// <summary>Lets time pass, and does meanwhile what the server expects of its callers.</summary>
    Task StayAsync(TimeSpan time);
}
