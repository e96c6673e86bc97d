using System.Net;
using MediaServer.Edge;
using MediaServer.Shards;
using Protocols.Ice;

namespace MediaServer.Tests.Edge;

/// <summary>The doors to the world, each by one short call over the loopback interface.</summary>
public sealed class LoopbackTests
{
    private const int Packets = 200;

    [Test]
    public void A_client_publishes_over_the_platforms_own_sockets() => Publish(useBatching: false, IceTransport.Udp);

    [Test]
    [Platform("Linux")]
    public void A_client_publishes_over_batched_calls() => Publish(useBatching: true, IceTransport.Udp);

    [Test]
    public void A_client_that_has_no_UDP_publishes_in_frames_over_TCP([Values] bool useBatching) => Publish(useBatching, IceTransport.Tcp);

    private static void Publish(bool useBatching, IceTransport transport)
    {
        var events = new EventQueue();
        using var node = new MediaNode(
            new MediaNodeOptions { Shards = 1, FirstPort = LoopbackPort.Find(), ListenAddress = IPAddress.Loopback, Udp = new() { UseBatching = useBatching } },
            events);
        node.Start();
        using var publisher = new LoopbackPublisher(node, transport);
        Assert.That(publisher.RunUntil(() => publisher.IsConnected), Is.True, "connected");

        // The answers to reports come back by the same way.
        Assert.That(publisher.RunUntil(() => publisher.Sent >= Packets && publisher.ReportsHeard > 0), Is.True, "reported");
        Assert.That(publisher.RunUntil(() => events.Published && publisher.LastReported >= Packets / 2), Is.True, "arrived");

        publisher.Leave();
        Assert.That(publisher.RunUntil(() => events.Gone is not null), Is.True, "gone");
        Assert.That(events.Gone, Is.EqualTo(CloseReason.ClosedByPeer));
    }

    private sealed class EventQueue : IMediaEvents
    {
        private volatile bool _published;
        private CloseReason? _gone;

        public bool Published => _published;

        public CloseReason? Gone
        {
            get
            {
                lock (this)
                    return _gone;
            }
        }

        public void Raise(MediaEvent what)
        {
            _published |= what is MediaEvent.TrackPublished;
            if (what is not MediaEvent.PeerGone(_, _, var reason))
                return;

            lock (this)
                _gone = reason;
        }
    }
}
