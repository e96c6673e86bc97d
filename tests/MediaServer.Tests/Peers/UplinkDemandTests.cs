using MediaServer.Packets;
using MediaServer.Peers;
using MediaServer.Tests.Tracks;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Tests.Peers;

/// <summary>What a publisher of three sizes (100, 200 and 800 kbit/s) is told when not all of them are watched.</summary>
public sealed class UplinkDemandTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(40);

    private readonly PacketPool _pool = new(PacketPool.SlotSize * 4096L);
    private readonly ushort[] _sequences = new ushort[3];
    private UplinkDemand _demand = new();
    private PublishedTrack _track = null!;
    private Instant _now = Instant.Zero;

    [SetUp]
    public void Publish()
    {
        _demand = new UplinkDemand();
        _track = CameraTrack.Of(_pool, encodings: 3);
    }

    [TearDown]
    public void Leave()
    {
        _track.Dispose();
        Assert.That(_pool.Outstanding, Is.Zero);
    }

    [Test]
    public void While_everything_is_watched_there_is_no_ceiling()
    {
        Watch(0b111);
        Send(0b111);

        Assert.That(Limit(), Is.Null);
    }

    [Test]
    public void Under_the_ceiling_there_is_room_for_what_is_watched_and_none_for_more()
    {
        Watch(0b111);
        Send(0b111);
        Watch(0b001);

        Assert.That(Limit(), Is.InRange(Bitrate.Kilobits(110), Bitrate.Kilobits(250)));
    }

    [Test]
    public void What_lies_below_a_wanted_size_is_not_taken_away()
    {
        Watch(0b111);
        Send(0b111);
        Watch(0b010);

        Assert.That(Limit(), Is.InRange(Bitrate.Kilobits(310), Bitrate.Kilobits(600)));
    }

    [Test]
    public void A_size_that_was_stopped_finds_room_to_come_back()
    {
        Watch(0b111);
        Send(0b111);
        Watch(0b001);
        Send(0b001);
        Watch(0b011);

        Assert.That(Limit(), Is.InRange(Bitrate.Kilobits(310), Bitrate.Kilobits(600)));
    }

    // A browser keeps the last ceiling it was told until it is told another.
    [Test]
    public void A_ceiling_that_is_no_longer_needed_is_lifted_and_not_forgotten()
    {
        Watch(0b111);
        Send(0b111);
        Watch(0b001);
        Limit();
        Watch(0b111);

        Assert.That(Limit(), Is.GreaterThan(Bitrate.Megabits(50)));
    }

    private Bitrate? Limit() => _demand.Limit([_track], _now);

    private void Watch(int encodings)
    {
        _now += TimeSpan.FromSeconds(6);
        _demand.Set(_track, encodings, _now);
    }

    /// <summary>Three seconds of pictures, one packet each.</summary>
    private void Send(int encodings)
    {
        int[] sizes = [500, 1_000, 1_100];
        int[] packets = [1, 1, 4];
        for (var end = _now + TimeSpan.FromSeconds(3); _now < end; _now += Frame)
        {
            for (var encoding = 0; encoding < 3; encoding++)
            {
                for (var i = 0; i < packets[encoding] && (encodings & (1 << encoding)) != 0; i++)
                    Send(encoding, sizes[encoding]);
            }

            _track.Advance(_now);
        }
    }

    private void Send(int encoding, int size)
    {
        var sequence = _sequences[encoding]++;
        var bytes = new byte[size];
        byte[] start = [0x80, 0xE0, (byte)(sequence >> 8), (byte)sequence, 0, 0, 0, (byte)sequence, 0, 0, 0, (byte)(encoding + 1), 0x10, 0x11];
        start.CopyTo(bytes, 0);
        Assert.That(RtpPacket.TryParse(bytes, out var packet));
        _track.Receive(encoding, packet, _now, _now);
    }
}
