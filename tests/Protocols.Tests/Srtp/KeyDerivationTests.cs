using Protocols.Srtp;

namespace Protocols.Tests.Srtp;

/// <summary>The worked examples of RFC 3711 appendix B, and how exported key material is cut up (RFC 5764 §4.2).</summary>
public sealed class KeyDerivationTests
{
    [Test]
    public void Session_keys_are_those_of_RFC_3711_B_3()
    {
        using var session = SrtpSessionKeys.Derive(SrtpProfile.AesCm128HmacSha1_80, Keys(
            SrtpProfile.AesCm128HmacSha1_80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6"));

        Assert.That(Hex.Of(session.RtpKey), Is.EqualTo("C61E7A93744F39EE10734AFE3FF7A087"));
        Assert.That(Hex.Of(session.RtpSalt), Is.EqualTo("30CBBC08863D8C85D49DB34A9AE1"));
        Assert.That(Hex.Of(session.RtpAuthenticationKey), Is.EqualTo("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    // The RFC stops at RTP; these three are what other implementations derive from the same master key.
    [Test]
    public void Session_keys_of_RTCP_are_those_that_others_derive()
    {
        using var session = SrtpSessionKeys.Derive(SrtpProfile.AesCm128HmacSha1_80, Keys(
            SrtpProfile.AesCm128HmacSha1_80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6"));

        Assert.That(Hex.Of(session.RtcpKey), Is.EqualTo("4C1AA45A81F73D61C800BBB00FBB1EAA"));
        Assert.That(Hex.Of(session.RtcpSalt), Is.EqualTo("9581C7AD87B3E530BF3E4454A8B3"));
        Assert.That(Hex.Of(session.RtcpAuthenticationKey), Is.EqualTo("8D54534FEB49AE8E7993A6BD0B844FC323A93DFD"));
    }

    [TestCase(SrtpCryptoChoice.Fastest)]
    [TestCase(SrtpCryptoChoice.OpenSsl)]
    [TestCase(SrtpCryptoChoice.Platform)]
    public void The_keystream_is_that_of_RFC_3711_B_2(SrtpCryptoChoice choice)
    {
        using var cipher = SrtpCrypto.CreateCounterMode(Hex.Bytes("2B7E151628AED2A6ABF7158809CF4F3C"), choice);
        var keystream = new byte[0xFF02 * 16];

        cipher.Cipher(Hex.Bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), keystream);

        Assert.That(Hex.Of(keystream.AsSpan(0, 48)), Is.EqualTo(
            "E03EAD0935C95E80E166B16DD92B4EB4" + "D23513162B02D0F72A43A2FE4A5F97AB" + "41E95B3BB0A2E8DD477901E4FCA894C0"));
        Assert.That(Hex.Of(keystream.AsSpan(0xFEFF * 16)), Is.EqualTo(
            "EC8CDF7398607CB0F2D21675EA9EA1E4" + "362B7C3C6773516318A077D7FC5073AE" + "6A2CC3787889374FBEB4C81B17BA6C44"));
    }

    [Test]
    public void Exported_material_is_cut_into_client_key_server_key_client_salt_and_server_salt()
    {
        var exported = Enumerable.Range(0, 56).Select(i => (byte)i).ToArray();

        Assert.That(SrtpKeys.TrySplitExported(SrtpProfile.AeadAes128Gcm, exported, out var client, out var server), Is.True);
        Assert.That(client!.MasterKey.ToArray(), Is.EqualTo(exported[..16]));
        Assert.That(server!.MasterKey.ToArray(), Is.EqualTo(exported[16..32]));
        Assert.That(client.MasterSalt.ToArray(), Is.EqualTo(exported[32..44]));
        Assert.That(server.MasterSalt.ToArray(), Is.EqualTo(exported[44..]));
    }

    [TestCase(SrtpProfile.AesCm128HmacSha1_80, 60)]
    [TestCase(SrtpProfile.AesCm128HmacSha1_32, 60)]
    [TestCase(SrtpProfile.AeadAes128Gcm, 56)]
    [TestCase(SrtpProfile.AeadAes256Gcm, 88)]
    public void Key_material_of_a_wrong_length_is_refused(SrtpProfile profile, int exportedLength)
    {
        Assert.That(profile.ExportedLength(), Is.EqualTo(exportedLength));
        foreach (var wrong in new[] { 0, exportedLength - 1, exportedLength + 1 })
            Assert.That(SrtpKeys.TrySplitExported(profile, new byte[wrong], out _, out _), Is.False);

        foreach (var wrong in new[] { 0, (exportedLength / 2) - 1, (exportedLength / 2) + 1 })
            Assert.That(SrtpKeys.TryFromKeyAndSalt(profile, new byte[wrong], out _), Is.False);
    }

    [Test]
    public void Every_profile_is_found_by_its_SDP_name([Values] SrtpProfile profile)
    {
        Assert.That(SrtpProfiles.TryParseSdesName(profile.SdesName(), out var found), Is.True);
        Assert.That(found, Is.EqualTo(profile));
        Assert.That(SrtpProfiles.TryParseSdesName("F8_128_HMAC_SHA1_80", out _), Is.False);
    }

    [Test]
    public void Wiped_keys_are_zero()
    {
        var keys = Keys(SrtpProfile.AeadAes128Gcm, "000102030405060708090A0B0C0D0E0F A0A1A2A3A4A5A6A7A8A9AAAB");

        keys.Wipe();

        Assert.That(keys.MasterKey.ToArray(), Is.All.Zero);
        Assert.That(keys.MasterSalt.ToArray(), Is.All.Zero);
    }

    private static SrtpKeys Keys(SrtpProfile profile, string hex) =>
        SrtpKeys.TryFromKeyAndSalt(profile, Hex.Bytes(hex), out var keys) ? keys : throw new ArgumentException(hex);
}
