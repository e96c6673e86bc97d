using System.Buffers.Binary;
using System.Net;
using System.Text;
using Protocols.Stun;

namespace Protocols.Tests.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] Key = "swordfish swordfish swordfish"u8.ToArray();
    private static readonly StunTransactionId Transaction = new(0x01020304, 0x05060708090A0B0C);

    [TestCase(StunClass.Request, 0x001, 0x0001)]
    [TestCase(StunClass.Indication, 0x001, 0x0011)]
    [TestCase(StunClass.SuccessResponse, 0x001, 0x0101)]
    [TestCase(StunClass.ErrorResponse, 0x001, 0x0111)]
    [TestCase(StunClass.ErrorResponse, 0x0FF, 0x03FF)]
    [TestCase(StunClass.Request, 0x0BC, 0x026C)]
    public void Class_and_method_are_woven_into_the_type_as_the_RFC_draws_it(StunClass kind, int method, int type)
    {
        var bytes = new byte[StunMessage.HeaderLength];
        _ = new StunWriter(bytes, kind, (StunMethod)method, Transaction);

        Assert.That(BinaryPrimitives.ReadUInt16BigEndian(bytes), Is.EqualTo(type));
        Assert.That(StunMessage.TryParse(bytes, out var message), Is.True);
        Assert.That(message.Class, Is.EqualTo(kind));
        Assert.That((int)message.Method, Is.EqualTo(method));
        Assert.That(message.TransactionId, Is.EqualTo(Transaction));
    }

    [TestCase("192.0.2.7", 1)]
    [TestCase("255.255.255.255", 65_535)]
    [TestCase("2001:db8::1", 443)]
    [TestCase("::1", 0)]
    public void A_mapped_address_comes_back_as_it_was_written(string ip, int port)
    {
        var address = TransportAddress.From(IPAddress.Parse(ip), port);
        var writer = new StunWriter(new byte[128], StunClass.SuccessResponse, StunMethod.Binding, Transaction);
        writer.WriteXorMappedAddress(address);

        Assert.That(StunMessage.TryParse(writer.Written, out var message), Is.True);
        Assert.That(message.TryReadXorMappedAddress(out var read), Is.True);
        Assert.That(read, Is.EqualTo(address));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(513)]
    public void A_value_of_any_length_is_padded_and_signed_and_comes_back(int length)
    {
        var name = Encoding.ASCII.GetBytes(new string('n', length));
        var writer = new StunWriter(new byte[1024], StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.Username, name);
        writer.WriteUInt32(StunAttributeType.Priority, 77);
        writer.WriteIntegrity(Key);
        writer.WriteFingerprint();

        Assert.That(StunMessage.TryParse(writer.Written, out var message), Is.True);
        Assert.That(message.TryFind(StunAttributeType.Username, out var read), Is.True);
        Assert.That(read.SequenceEqual(name), Is.True);
        Assert.That(message.TryReadUInt32(StunAttributeType.Priority, out var priority) ? priority : 0, Is.EqualTo(77));
        Assert.That(message.TryCheckIntegrity(Key), Is.True);
        Assert.That(message.TryCheckIntegrity("another password, same length"u8), Is.False);
        Assert.That(message.CheckFingerprint(), Is.True);
    }

    [Test]
    public void What_is_slipped_in_behind_the_integrity_is_not_seen()
    {
        var writer = new StunWriter(new byte[256], StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.Username, "us:them"u8);
        writer.WriteIntegrity(Key);
        writer.WriteFlag(StunAttributeType.UseCandidate);
        writer.WriteFingerprint();

        Assert.That(StunMessage.TryParse(writer.Written, out var message), Is.True);
        Assert.That(message.TryCheckIntegrity(Key), Is.True);
        Assert.That(message.CheckFingerprint(), Is.True);
        Assert.That(message.Has(StunAttributeType.UseCandidate), Is.False);
        Assert.That(message.Has(StunAttributeType.Username), Is.True);
    }

    [Test]
    public void Nothing_may_follow_the_fingerprint()
    {
        var writer = new StunWriter(new byte[256], StunClass.Request, StunMethod.Binding, Transaction);
        writer.WriteFingerprint();
        writer.WriteFlag(StunAttributeType.UseCandidate);

        Assert.That(StunMessage.TryParse(writer.Written, out _), Is.False);
    }

    [Test]
    public void An_empty_integrity_does_not_pass_for_a_right_one()
    {
        var writer = new StunWriter(new byte[256], StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.MessageIntegrity, []);

        Assert.That(StunMessage.TryParse(writer.Written, out _), Is.False);
    }

    [Test]
    public void What_must_be_understood_and_is_not_is_listed()
    {
        var writer = new StunWriter(new byte[256], StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write((StunAttributeType)0x7001, [1]);
        writer.Write((StunAttributeType)0xC057, [1, 2, 3]);     // Chrome's network cost: may be passed over.
        writer.Write((StunAttributeType)0x0002, []);
        writer.Write(StunAttributeType.Username, "a:b"u8);

        Assert.That(StunMessage.TryParse(writer.Written, out var message), Is.True);
        var types = new StunAttributeType[8];
        Assert.That(types[..message.CopyNotUnderstood(types)], Is.EqualTo(new StunAttributeType[] { (StunAttributeType)0x7001, (StunAttributeType)0x0002 }));
        Assert.That(message.CopyNotUnderstood(types.AsSpan(0, 1)), Is.EqualTo(1));
    }

    [Test]
    public void An_error_reads_back_as_its_number()
    {
        var writer = new StunWriter(new byte[64], StunClass.ErrorResponse, StunMethod.Binding, Transaction);
        writer.WriteErrorCode(487);

        Assert.That(StunMessage.TryParse(writer.Written, out var message), Is.True);
        Assert.That(message.TryReadErrorCode(out var code) ? code : 0, Is.EqualTo(487));
    }

    [TestCase("evtj:h6vY", "evtj")]
    [TestCase("3xyz+/:", "3xyz+/")]
    [TestCase("nocolon", null)]
    [TestCase(":them", null)]
    [TestCase("", null)]
    public void Our_half_of_the_name_stands_before_the_colon(string username, string? expected)
    {
        var writer = new StunWriter(new byte[256], StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.Username, Encoding.ASCII.GetBytes(username));

        var found = StunUsername.TryReadLocalFragment(writer.Written, out var fragment);

        Assert.That(found ? Encoding.ASCII.GetString(fragment) : null, Is.EqualTo(expected));
    }

    [Test]
    public void A_response_names_nobody()
    {
        var writer = new StunWriter(new byte[256], StunClass.SuccessResponse, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.Username, "a:b"u8);

        Assert.That(StunUsername.TryReadLocalFragment(writer.Written, out _), Is.False);
    }

    [Test]
    public void Media_and_DTLS_do_not_look_like_STUN([Values(4, 20, 63, 64, 128, 191, 255)] int firstByte)
    {
        var bytes = Rfc5769VectorTests.ShortTermRequest();
        Assert.That(StunMessage.LooksLikeStun(bytes), Is.True);

        bytes[0] = (byte)firstByte;
        Assert.That(StunMessage.LooksLikeStun(bytes), Is.False);
    }

    [Test]
    public void A_message_cut_short_anywhere_is_refused()
    {
        var bytes = Rfc5769VectorTests.ShortTermRequest();
        for (var length = 0; length < bytes.Length; length++)
            Assert.That(StunMessage.TryParse(bytes.AsSpan(0, length), out _), Is.False, $"{length} bytes");
    }

    [Test]
    public void A_message_too_long_for_a_datagram_is_refused()
    {
        var writer = new StunWriter(new byte[4096], StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.Software, new byte[StunMessage.MaxLength]);

        Assert.That(StunMessage.TryParse(writer.Written, out _), Is.False);
    }

    [Test]
    public void No_bytes_can_make_the_parser_throw_or_read_outside_them([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var sample = Rfc5769VectorTests.ShortTermRequest();
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = sample.AsSpan(0, random.Next(sample.Length / 4) * 4 + 4).ToArray();
            for (var change = random.Next(6); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            if (round % 2 == 0 && bytes.Length >= StunMessage.HeaderLength)
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(bytes.Length - StunMessage.HeaderLength));

            if (StunMessage.TryParse(bytes, out var message))
                ReadAll(message);

            StunUsername.TryReadLocalFragment(bytes, out _);
        }
    }

    [Test]
    public void Writing_and_checking_a_message_allocates_nothing()
    {
        var buffer = new byte[256];
        WriteAndCheck(buffer);

        Assert.That(Allocations.Least(() => WriteAndCheck(buffer), times: 1_000), Is.Zero);
    }

    private static void WriteAndCheck(byte[] buffer)
    {
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, Transaction);
        writer.Write(StunAttributeType.Username, "us:them"u8);
        writer.WriteIntegrity(Key);
        writer.WriteFingerprint();
        if (!StunMessage.TryParse(writer.Written, out var message) || !message.TryCheckIntegrity(Key) || !message.CheckFingerprint())
            throw new InvalidOperationException("A message of our own was refused.");
    }

    private static void ReadAll(in StunMessage message)
    {
        var total = 0;
        foreach (var attribute in message.Attributes)
            total += attribute.Value.Length + 4;

        Assert.That(total, Is.LessThanOrEqualTo(message.Bytes.Length - StunMessage.HeaderLength));
        message.TryCheckIntegrity(Key);
        message.CheckFingerprint();
        message.TryReadXorMappedAddress(out _);
        message.TryReadErrorCode(out _);
        message.TryReadUInt32(StunAttributeType.Priority, out _);
        message.CopyNotUnderstood(new StunAttributeType[4]);
    }
}
