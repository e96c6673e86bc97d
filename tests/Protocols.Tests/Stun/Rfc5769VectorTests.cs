using System.Net;
using System.Security.Cryptography;
using System.Text;
using Protocols.Stun;

namespace Protocols.Tests.Stun;

/// <summary>The sample messages of RFC 5769: what everybody else's STUN agrees on.</summary>
public sealed class Rfc5769VectorTests
{
    private const string ShortTermPassword = "VOkJxbRl1RmTxUk/WvJxBt";

    private const string Request = """
        00010058 2112a442 b7e7a701 bc34d686 fa87dfae
        80220010 5354554e 20746573 7420636c 69656e74
        00240004 6e0001ff
        80290008 932ff9b1 51263b36
        00060009 6576746a 3a683676 59202020
        00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
        80280004 e57a3bcf
        """;

    private const string IPv4Response = """
        0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
        8022000b 74657374 20766563 746f7220
        00200008 0001a147 e112a643
        00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
        80280004 c07d4c96
        """;

    private const string IPv6Response = """
        01010048 2112a442 b7e7a701 bc34d686 fa87dfae
        8022000b 74657374 20766563 746f7220
        00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
        00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
        80280004 c8fb0b4c
        """;

    private const string LongTermRequest = """
        00010060 2112a442 78ad3433 c6ad72c0 29da412e
        00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000
        0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341
        0014000b 6578616d 706c652e 6f726700
        00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666
        """;

    [Test]
    public void The_request_reads_as_the_RFC_says()
    {
        Assert.That(StunMessage.TryParse(Bytes(Request), out var message), Is.True);

        Assert.That(message.Class, Is.EqualTo(StunClass.Request));
        Assert.That(message.Method, Is.EqualTo(StunMethod.Binding));
        Assert.That(message.TransactionId, Is.EqualTo(new StunTransactionId(0xb7e7a701, 0xbc34d686fa87dfae)));
        Assert.That(Text(message, StunAttributeType.Software), Is.EqualTo("STUN test client"));
        Assert.That(Text(message, StunAttributeType.Username), Is.EqualTo("evtj:h6vY"));
        Assert.That(message.TryReadUInt32(StunAttributeType.Priority, out var priority) ? priority : 0, Is.EqualTo(0x6e0001ff));
        Assert.That(message.TryFind(StunAttributeType.IceControlled, out var tieBreaker), Is.True);
        Assert.That(Convert.ToHexStringLower(tieBreaker), Is.EqualTo("932ff9b151263b36"));
        Assert.That(message.TryCheckIntegrity(Encoding.ASCII.GetBytes(ShortTermPassword)), Is.True);
        Assert.That(message.CheckFingerprint(), Is.True);
    }

    [TestCase(IPv4Response, "192.0.2.1")]
    [TestCase(IPv6Response, "2001:db8:1234:5678:11:2233:4455:6677")]
    public void A_response_gives_the_mapped_address(string response, string address)
    {
        Assert.That(StunMessage.TryParse(Bytes(response), out var message), Is.True);

        Assert.That(message.Class, Is.EqualTo(StunClass.SuccessResponse));
        Assert.That(Text(message, StunAttributeType.Software), Is.EqualTo("test vector"));
        Assert.That(message.TryReadXorMappedAddress(out var mapped), Is.True);
        Assert.That(mapped, Is.EqualTo(TransportAddress.From(IPAddress.Parse(address), 32_853)));
        Assert.That(message.TryCheckIntegrity(Encoding.ASCII.GetBytes(ShortTermPassword)), Is.True);
        Assert.That(message.CheckFingerprint(), Is.True);
    }

    [Test]
    public void The_long_term_request_is_authentic_with_the_key_of_user_realm_and_password()
    {
        Assert.That(StunMessage.TryParse(Bytes(LongTermRequest), out var message), Is.True);

        Assert.That(Text(message, StunAttributeType.Username), Is.EqualTo("マトリックス"));
        Assert.That(Text(message, StunAttributeType.Nonce), Is.EqualTo("f//499k954d6OL34oL9FSTvy64sA"));
        Assert.That(Text(message, StunAttributeType.Realm), Is.EqualTo("example.org"));
        Assert.That(message.TryCheckIntegrity(LongTermKey("マトリックス", "example.org", "TheMatrIX")), Is.True);
        Assert.That(message.HasFingerprint, Is.False);
    }

    [TestCase(Request)]
    [TestCase(IPv4Response)]
    [TestCase(IPv6Response)]
    public void No_single_bit_can_change_unnoticed(string vector)
    {
        var bytes = Bytes(vector);
        var key = Encoding.ASCII.GetBytes(ShortTermPassword);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var passes = StunMessage.TryParse(bytes, out var message) && message.CheckFingerprint() && message.TryCheckIntegrity(key);
            Assert.That(passes, Is.False, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    internal static byte[] Bytes(string hex) =>
        Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c))));

    internal static byte[] ShortTermRequest() => Bytes(Request);

#pragma warning disable CA5351 // RFC 8489 §9.2.2 makes the long-term key with MD5.
    private static byte[] LongTermKey(string user, string realm, string password) =>
        MD5.HashData(Encoding.UTF8.GetBytes($"{user}:{realm}:{password}"));
#pragma warning restore CA5351

    private static string Text(in StunMessage message, StunAttributeType type) =>
        message.TryFind(type, out var value) ? Encoding.UTF8.GetString(value) : "absent";
}
