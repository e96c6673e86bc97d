using MediaServer.Packets;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Tests.Tracks;

/// <summary>What a turn has gathered goes to one subscriber after the other, and the caller may do something between two.</summary>
public sealed class GatheredPacketsTests
{
    private readonly PacketPool _pool = new(PacketPool.SlotSize * 1024L);
    private Viewer[] _viewers = [];
    private PublishedTrack _track = null!;

    [SetUp]
    public void Gather()
    {
        _viewers = [new(), new(), new(), new()];
        _track = CameraTrack.Of(_pool);
        foreach (var viewer in _viewers)
            _track.Subscribe(viewer, Instant.Zero);

        Receive(1);
        Receive(2);
    }

    [TearDown]
    public void Leave()
    {
        _track.Dispose();
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Everyone_is_offered_everything_once_and_alone()
    {
        for (var i = 0; i < _viewers.Length; i++)
        {
            Assert.That(Next(), Is.True);
            Assert.That(_viewers.Select(viewer => viewer.Seen), Is.EqualTo(_viewers.Select((_, place) => place <= i ? "12" : "")));
        }

        Assert.That(Next(), Is.False);
        Assert.That(Next(), Is.False);
        Receive(3);
        _track.OfferGathered(Instant.Zero);
        Assert.That(_viewers.Select(viewer => viewer.Seen), Is.All.EqualTo("123"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Who_leaves_meanwhile_keeps_nothing_from_the_others(int leaving)
    {
        Next();
        Next();
        _track.Unsubscribe(_viewers[leaving]);
        while (Next())
        {
        }

        Assert.That(_viewers.Where((_, place) => place != leaving).Select(viewer => viewer.Seen), Is.All.EqualTo("12"));
        Assert.That(_viewers[leaving].Seen, Is.EqualTo(leaving < 2 ? "12" : ""));
    }

    [Test]
    public void Nobody_is_offered_anything_of_a_track_that_ended_meanwhile()
    {
        Next();
        _track.Dispose();

        Assert.That(Next(), Is.False);
        Assert.That(_viewers.Skip(1).Select(viewer => viewer.Seen), Is.All.Empty);
    }

    private bool Next() => _track.OfferGatheredToNext(ISubscriber.StagesToSend, Instant.Zero);

    private void Receive(byte sequence)
    {
        // A key frame of VP8 without extensions of its descriptor (RFC 6386 §9.1).
        byte[] bytes = [0x80, 0xE0, 0, sequence, 0, 0, 0, sequence, 0, 0, 0, 1, 0x10, 0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x80, 2, 0x68, 1, 0, 0];
        Assert.That(RtpPacket.TryParse(bytes, out var packet));
        _track.Receive(0, packet, Instant.Zero, Instant.Zero);
    }

    private sealed class Viewer : ISubscriber
    {
        public string Seen { get; private set; } = "";

        public int EncodingsWanted => 1;

        public int EncodingsShown => 1;

        public void Approach(int stage) => Assert.That(stage, Is.InRange(0, ISubscriber.StagesToSend - 1));

        public DropReason Offer(in TrackPacket packet, Instant now)
        {
            Seen += packet.Sequence.Value;
            return DropReason.None;
        }

        public void Skip(PublishedTrack track, int encoding, SequenceNumber sequence)
        {
        }

        public void BeginAnew(int encoding)
        {
        }
    }
}
