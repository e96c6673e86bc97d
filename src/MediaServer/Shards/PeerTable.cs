using System.Text;
using MediaServer.Peers;
using MediaServer.Tracks;
using Protocols;
using Protocols.Ice;

namespace MediaServer.Shards;

/// <summary>
/// Finds the peer a datagram belongs to: by where it comes from, and for an address that nobody has seen by the username fragment
/// that we handed out. An address is remembered for a peer only once ICE has validated it, so strangers leave nothing behind.
/// </summary>
internal sealed class PeerTable
{
    private const int LongestFragment = 256;

    private readonly Dictionary<IceRoute, Peer> _byRoute = [];
    private readonly Dictionary<PeerId, Peer> _byId = [];
    private readonly Dictionary<string, Peer> _byFragment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Peer>.AlternateLookup<ReadOnlySpan<char>> _byFragmentSpan;

    public PeerTable() => _byFragmentSpan = _byFragment.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _byId.Count;

    public IEnumerable<Peer> All => _byId.Values;

    public Peer? Find(in IceRoute route) => _byRoute.GetValueOrDefault(route);

    public Peer? Find(PeerId id) => _byId.GetValueOrDefault(id);

    public void Add(Peer peer)
    {
        _byId[peer.Id] = peer;
        AlsoKnownAs(peer, peer.Setup.LocalIce.UsernameFragment);
    }

    public void AlsoKnownAs(Peer peer, string fragment)
    {
        _byFragment[fragment] = peer;
        peer.Fragments.Add(fragment);
    }

    public bool TryMeet(ReadOnlySpan<byte> fragment, in IceRoute route, out Peer? peer)
    {
        peer = null;
        if (fragment.Length > LongestFragment)
            return false;

        Span<char> text = stackalloc char[LongestFragment];
        return Encoding.ASCII.TryGetChars(fragment, text, out var length) && _byFragmentSpan.TryGetValue(text[..length], out peer);
    }

    /// <summary>The peer's checks from there were good.</summary>
    public void Learn(Peer peer, in IceRoute route)
    {
        if (_byRoute.TryGetValue(route, out var known) && ReferenceEquals(known, peer))
            return;

        _byRoute[route] = peer;
        peer.Routes.Add(route);
        if (peer.Routes.Count <= peer.MaximumRoutes)
            return;

        Unlearn(peer, peer.Routes[0]);
        peer.Routes.RemoveAt(0);
    }

    public void Forget(in IceRoute route, Instant now)
    {
        if (!_byRoute.Remove(route, out var peer))
            return;

        peer.Routes.Remove(route);
        peer.Transport.Ice.Forget(route, now);
    }

    public void Remove(Peer peer)
    {
        _byId.Remove(peer.Id);
        foreach (var fragment in peer.Fragments)
            _byFragment.Remove(fragment);

        foreach (var route in peer.Routes)
            Unlearn(peer, route);
    }

    private void Unlearn(Peer peer, in IceRoute route)
    {
        if (_byRoute.TryGetValue(route, out var known) && ReferenceEquals(known, peer))
            _byRoute.Remove(route);
    }
}
