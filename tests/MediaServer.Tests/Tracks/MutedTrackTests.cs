using MediaServer.Packets;
using MediaServer.Tracks;
using Protocols;
using Protocols.Audio;
using Protocols.Rtp;

namespace MediaServer.Tests.Tracks;

public sealed class MutedTrackTests : IUpstream, ITrackObserver, ISubscriber
{
    private readonly PacketPool _pool = new(PacketPool.SlotSize * 1024L);
    private readonly List<string> _seen = [];
    private PublishedTrack _track = null!;
    private int _keyFramesAsked;
    private Instant _now;

    int ISubscriber.EncodingsWanted => 1;

    int ISubscriber.EncodingsShown => 1;

    [SetUp]
    public void Publish()
    {
        _track = CameraTrack.Of(_pool, this, this);
        _track.Subscribe(this, _now);
        _seen.Clear();
        _keyFramesAsked = 0;
        _now = Instant.Zero;
    }

    [TearDown]
    public void Leave()
    {
        _track.Dispose();
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void Nobody_sees_a_muted_picture_and_it_comes_back_at_a_key_frame()
    {
        Send(1, isKeyFrame: true);
        _track.Mute(true, _now);
        Send(2, isKeyFrame: false);
        Send(3, isKeyFrame: true);
        _now += TimeSpan.FromSeconds(5);
        _track.Mute(false, _now);
        Send(4, isKeyFrame: false);
        Send(5, isKeyFrame: true);
        Send(6, isKeyFrame: false);

        Assert.That(_seen, Is.EqualTo(new[] { "1", "anew", "5", "6" }));
        Assert.That(_keyFramesAsked, Is.EqualTo(1));
    }

    [Test]
    public void What_came_before_a_mute_is_offered_before_it()
    {
        Receive(1, isKeyFrame: true);
        _track.Mute(true, _now);
        Receive(2, isKeyFrame: false);
        _track.OfferGathered(_now);

        Assert.That(_seen, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public void Muting_twice_is_muting_once()
    {
        Send(1, isKeyFrame: true);
        _track.Mute(false, _now);
        Send(2, isKeyFrame: false);

        Assert.That(_seen, Is.EqualTo(new[] { "1", "2" }));
    }

    void IUpstream.RequestKeyFrame(PublishedTrack track, int encoding, Instant now) => _keyFramesAsked++;

    void IUpstream.DemandEncodings(PublishedTrack track, int wanted, Instant now)
    {
    }

    void ITrackObserver.Offered(DropReason outcome)
    {
    }

    void ITrackObserver.Gathers(PublishedTrack track)
    {
    }

    void ITrackObserver.Heard(PublishedTrack track, AudioLevel level, Instant now)
    {
    }

    void ITrackObserver.ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp)
    {
    }

    void ISubscriber.Approach(int stage)
    {
    }

    DropReason ISubscriber.Offer(in TrackPacket packet, Instant now)
    {
        _seen.Add(packet.Sequence.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return DropReason.None;
    }

    void ISubscriber.Skip(PublishedTrack track, int encoding, SequenceNumber sequence) => _seen.Add("skip");

    void ISubscriber.BeginAnew(int encoding) => _seen.Add("anew");

    private void Send(byte sequence, bool isKeyFrame)
    {
        Receive(sequence, isKeyFrame);
        _track.OfferGathered(_now);
    }

    private void Receive(byte sequence, bool isKeyFrame)
    {
        // VP8 without extensions of its descriptor; the first bit of the frame header is clear in key frames (RFC 6386 §9.1).
        byte[] bytes = [0x80, 0xE0, 0, sequence, 0, 0, 0, sequence, 0, 0, 0, 1, 0x10, (byte)(isKeyFrame ? 0x10 : 0x11), 2, 0, 0x9D, 0x01, 0x2A, 0x80, 2, 0x68, 1, 0, 0];
        Assert.That(RtpPacket.TryParse(bytes, out var packet));
        _track.Receive(0, packet, _now, _now);
    }
}
