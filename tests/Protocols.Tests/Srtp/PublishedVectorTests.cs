using Protocols.Srtp;

namespace Protocols.Tests.Srtp;

/// <summary>Whole packets that others have published: the RFC 7714 examples, and those that implementations compare themselves by.</summary>
public sealed class PublishedVectorTests
{
    private const string Salt = "517569642070726f2071756f";
    private const string Key128 = "000102030405060708090a0b0c0d0e0f";
    private const string Key256 = Key128 + "101112131415161718191a1b1c1d1e1f";

    private const string Rtp = "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573";

    private const string Rtcp =
        "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef";

    [Test]
    public void AES_GCM_packets_are_those_of_RFC_7714_16(
        [ValueSource(typeof(SrtpPair), nameof(SrtpPair.Choices))] SrtpCryptoChoice choice, [Values(128, 256)] int bits)
    {
        var expected = Hex.Bytes(bits == 128
            ? "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b"
                + " 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce"
            : "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f"
                + " 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13");
        var packet = WithRoom(Rtp, 16);
        using var sender = Sender(bits, choice, rtcpIndex: 0);
        using var receiver = Receiver(bits, choice);

        Assert.That(sender.ProtectRtp(packet, 12, packet.Length - 16, rolloverCounter: 0), Is.EqualTo(packet.Length));
        Assert.That(packet, Is.EqualTo(expected));

        Assert.That(receiver.UnprotectRtp(packet, out var length), Is.EqualTo(DropReason.None));
        Assert.That(packet[..length], Is.EqualTo(Hex.Bytes(Rtp)));
    }

    [Test]
    public void AES_GCM_reports_are_those_of_RFC_7714_17(
        [ValueSource(typeof(SrtpPair), nameof(SrtpPair.Choices))] SrtpCryptoChoice choice, [Values(128, 256)] int bits)
    {
        var expected = Hex.Bytes(bits == 128
            ? "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46"
                + " 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4"
            : "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658"
                + " c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4");
        var packet = WithRoom(Rtcp, 20);
        using var sender = Sender(bits, choice, rtcpIndex: 0x5d4);
        using var receiver = Receiver(bits, choice);

        Assert.That(sender.ProtectRtcp(packet, packet.Length - 20), Is.EqualTo(packet.Length));
        Assert.That(packet, Is.EqualTo(expected));

        Assert.That(receiver.UnprotectRtcp(packet, out var length), Is.EqualTo(DropReason.None));
        Assert.That(packet[..length], Is.EqualTo(Hex.Bytes(Rtcp)));
    }

    [TestCase(128, "841dd968 3dd78ec9 2ae58790 125f62b3 000005d4")]
    [TestCase(256, "91db4afb feee5a97 8fab4393 ed2615fe 000005d4")]
    public void AES_GCM_reports_that_are_only_authenticated_are_understood(int bits, string tagAndIndex)
    {
        var packet = Hex.Bytes(Rtcp + tagAndIndex);
        using var receiver = Receiver(bits, SrtpCryptoChoice.Fastest);

        Assert.That(receiver.UnprotectRtcp(packet, out var length), Is.EqualTo(DropReason.None));
        Assert.That(packet[..length], Is.EqualTo(Hex.Bytes(Rtcp)));
    }

    // These two begin with a master key, so the derivation is tested with them. They are common property of SRTP implementations.
    [TestCase(SrtpProfile.AesCm128HmacSha1_80, "e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6",
        "4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb")]
    [TestCase(SrtpProfile.AeadAes128Gcm, "000102030405060708090a0b0c0d0e0f a0a1a2a3a4a5a6a7a8a9aaab",
        "c5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392")]
    public void A_packet_under_a_master_key_is_what_others_make_of_it(SrtpProfile profile, string keyAndSalt, string expected)
    {
        Assert.That(SrtpKeys.TryFromKeyAndSalt(profile, Hex.Bytes(keyAndSalt), out var keys), Is.True);
        foreach (var choice in SrtpPair.Choices)
        {
            using var sender = new SrtpSender(profile, keys!, choice);
            var packet = WithRoom("800f1234 decafbad cafebabe abababab abababab abababab abababab", sender.RtpOverhead);

            sender.ProtectRtp(packet, 12, packet.Length - sender.RtpOverhead, rolloverCounter: 0);

            Assert.That(packet[12..], Is.EqualTo(Hex.Bytes(expected)));
        }
    }

    [Test]
    public void A_counter_mode_report_under_a_master_key_is_what_others_make_of_it(
        [ValueSource(typeof(SrtpPair), nameof(SrtpPair.Choices))] SrtpCryptoChoice choice)
    {
        const SrtpProfile Profile = SrtpProfile.AesCm128HmacSha1_80;
        var keyAndSalt = Hex.Bytes("e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6");
        Assert.That(SrtpKeys.TryFromKeyAndSalt(Profile, keyAndSalt, out var keys), Is.True);
        using var session = SrtpSessionKeys.Derive(Profile, keys!);
        using var sender = new SrtpSender(Profile, session, choice, rtcpIndex: 1);
        var packet = WithRoom("81c8000b cafebabe abababab abababab abababab abababab", sender.RtcpOverhead);

        sender.ProtectRtcp(packet, packet.Length - sender.RtcpOverhead);

        Assert.That(packet, Is.EqualTo(Hex.Bytes("81c8000b cafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798")));
    }

    private static byte[] WithRoom(string packet, int room) => [.. Hex.Bytes(packet), .. new byte[room]];

    private static SrtpProfile Profile(int bits) => bits == 128 ? SrtpProfile.AeadAes128Gcm : SrtpProfile.AeadAes256Gcm;

    private static SrtpSessionKeys Session(int bits) =>
        SrtpSessionKeys.Given(Profile(bits), Hex.Bytes(bits == 128 ? Key128 : Key256), Hex.Bytes(Salt));

    private static SrtpSender Sender(int bits, SrtpCryptoChoice choice, uint rtcpIndex)
    {
        using var session = Session(bits);
        return new SrtpSender(Profile(bits), session, choice, rtcpIndex);
    }

    private static SrtpReceiver Receiver(int bits, SrtpCryptoChoice choice)
    {
        using var session = Session(bits);
        return new SrtpReceiver(Profile(bits), session, choice);
    }
}
