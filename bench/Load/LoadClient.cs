using Client;
using Load.Edge;
using Load.Measuring;
using Load.Streams;
using Protocols;
using Protocols.Ice;
using Protocols.Rtp;

namespace Load;

/// <summary>One participant of a load: a native client on a socket of its own, what it plays, and what is measured of it.</summary>
internal sealed class LoadClient : IClientEvents, IDatagramReader, IDisposable
{
    private readonly LoadLoop _loop;
    private long _arrival;

    public LoadClient(LoadLoop loop, ClientSocket socket, ClientOptions options)
    {
        _loop = loop;
        Socket = socket;
        Native = new NativeClient(options with { LocalAddress = socket.LocalAddress, UnixTimeAtZero = Clock.UnixTimeAtZero }, loop.Identity, loop.Random, socket, this);
    }

    public NativeClient Native { get; }

    public ClientSocket Socket { get; }

    /// <summary>What the server calls the participant, if it was told.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it publishes, track by track.</summary>
    public List<StreamPlayer> Players { get; } = [];

    /// <summary>Where the delays of stamped packets go; null measures none.</summary>
    public DelayHistogram? Delays { get; set; }

    /// <summary>Of clients whose media is taken away before it reaches them, and who report as if they had received what this one does.</summary>
    public List<Mirror> Mirrors { get; } = [];

    /// <summary>This client's own, if it is such a one.</summary>
    public Mirror? Mirror { get; set; }

    public bool IsSettled => Native.State is not (ClientState.New or ClientState.Connecting);

    public void Receive(in TransportAddress from, Span<byte> datagram, long arrival)
    {
        _arrival = arrival;
        Native.Receive(IceRoute.Udp(from), datagram, _loop.InstantOf(arrival));
    }

    public void AskedForKeyFrame(OutgoingTrack track)
    {
        foreach (var player in Players)
        {
            if (player.Track == track)
                player.SkipToKeyFrame();
        }
    }

    public void Received(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        if ((Delays is null && Mirrors.Count == 0 && Mirror is null) || !PayloadStamp.TryRead(packet.Payload, out var sent))
            return;

        Delays?.Add((_arrival != 0 ? _arrival : Clock.WallNanoseconds) - sent);
        Mirror?.Compare(stream, packet, sent, now);
        foreach (var mirror in Mirrors)
            mirror.Receive(packet, sent, now);
    }

    public void ReceivedAgain(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        if (Mirror is not null && PayloadStamp.TryRead(packet.Payload, out var sent))
            Mirror.Compare(stream, packet, sent, now);
    }

    public void Dispose()
    {
        Native.Dispose();
        Socket.Dispose();
    }
}
