using MediaServer.Packets;
using MediaServer.Subscriptions;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Tests.Subscriptions;

public sealed class HeaderPlanTests
{
    private const byte MidId = 3;
    private const byte TransportId = 5;
    private const byte LevelId = 6;

    private readonly byte[] _buffer = new byte[64];

    /// <summary>The short way is taken when there is no MID any more and nothing but the number; both ways must say the same.</summary>
    [Test]
    public void A_header_says_the_same_whether_it_has_much_to_say_or_little([Values] bool marker, [Values] bool hasLevel)
    {
        var plan = Plan(TransportId);
        var sent = new SentPacket(77, Instant.Zero) { Marker = marker, PayloadType = new PayloadType(96), Timestamp = new RtpTimestamp(0x89ABCDEF) };
        var facts = new PacketFacts { HasAudioLevel = hasLevel, AudioLevel = 0x85 };
        for (var number = 65_500; number < 65_700; number++)
        {
            var packet = Write(ref plan, sent, facts, number);

            Assert.That(
                (packet.Marker, packet.PayloadType, packet.SequenceNumber, packet.Timestamp, packet.Ssrc),
                Is.EqualTo((marker, new PayloadType(96), new SequenceNumber((ushort)number), new RtpTimestamp(0x89ABCDEF), new Ssrc(0x11223344))));
            Assert.That(Extension(packet, RtpExtensionKind.TransportSequence), Is.EqualTo(new[] { (byte)((number + 9) >> 8), (byte)(number + 9) }));
            Assert.That(Extension(packet, RtpExtensionKind.Mid).Length, Is.EqualTo(number < 65_600 ? 1 : 0));
            Assert.That(Extension(packet, RtpExtensionKind.AudioLevel).Length, Is.EqualTo(hasLevel ? 1 : 0));
        }
    }

    [TestCase(TransportId, ExpectedResult = 20)]
    [TestCase(15, ExpectedResult = 0, Description = "An id that only the two-byte form can carry was not announced, and is refused.")]
    [TestCase(0, ExpectedResult = 12)]
    public int A_header_is_as_long_as_what_was_agreed(byte transportId)
    {
        var plan = Plan(transportId);
        var sent = new SentPacket(1, Instant.Zero);
        for (var i = 0; i < 100; i++)
            plan.TryWrite(_buffer, sent, default, [], null, i, asRtx: false, isRedundant: false, default, Instant.Zero, out _);

        var isWritten = plan.TryWrite(_buffer, sent, default, [], null, 1, asRtx: false, isRedundant: false, default, Instant.Zero, out var length);
        return isWritten ? length : 0;
    }

    private static HeaderPlan Plan(byte transportId) => new(new OutgoingSetup
    {
        Mid = new Mid("1"),
        IsVideo = true,
        Ssrc = new Ssrc(0x11223344),
        Extensions = Extensions(transportId),
        Codecs = [],
        Cname = "c",
    });

    private static RtpExtensionMap Extensions(byte transportId) => new(
        [new(MidId, RtpExtensionKind.Mid), .. transportId == 0 ? [] : new RtpExtensionEntry[] { new(transportId, RtpExtensionKind.TransportSequence) }, new(LevelId, RtpExtensionKind.AudioLevel)]);

    private RtpPacket Write(ref HeaderPlan plan, in SentPacket sent, in PacketFacts facts, int number)
    {
        Array.Fill(_buffer, (byte)0xFF);
        Assert.That(plan.TryWrite(_buffer, sent, facts, [], null, number, asRtx: false, isRedundant: false, new SequenceNumber((ushort)(number + 9)), Instant.Zero, out var length));
        Assert.That(RtpPacket.TryParse(_buffer.AsSpan(0, length), out var packet));
        Assert.That(packet.HeaderLength, Is.EqualTo(length));
        return packet;
    }

    private static byte[] Extension(in RtpPacket packet, RtpExtensionKind kind) =>
        Extensions(TransportId).TryFind(packet, kind, out var value) ? value.ToArray() : [];
}
