using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Protocols.Dtls;

namespace Protocols.Tests.Dtls;

public sealed class DtlsIdentityTests
{
    [Test]
    public void Two_identities_are_never_the_same() =>
        Assert.That(DtlsCall.Alice.Fingerprint, Is.Not.EqualTo(DtlsCall.Bob.Fingerprint));

    [Test]
    public void A_fingerprint_is_written_as_sdp_wants_it_and_read_back()
    {
        var text = DtlsCall.Alice.Fingerprint.ToString();

        Assert.That(text, Does.Match("^sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$"));
        Assert.That(Fingerprint.TryParse(text, out var read), Is.True);
        Assert.That(read, Is.EqualTo(DtlsCall.Alice.Fingerprint));
        Assert.That(Fingerprint.TryParse(text.ToLowerInvariant(), out read), Is.True);
        Assert.That(read, Is.EqualTo(DtlsCall.Alice.Fingerprint));
    }

    [TestCase("")]
    [TestCase("sha-256")]
    [TestCase("sha-256 ")]
    [TestCase("sha-256 AA:BB")]
    [TestCase("sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33")]
    [TestCase("md5 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    [TestCase("sha-256 00-11-22-33-44-55-66-77-88-99-AA-BB-CC-DD-EE-FF-00-11-22-33-44-55-66-77-88-99-AA-BB-CC-DD-EE-FF")]
    [TestCase("sha-256 0G:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    [TestCase("sha-512 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    public void What_is_no_good_fingerprint_is_not_read(string text) =>
        Assert.That(Fingerprint.TryParse(text, out _), Is.False);

    [TestCase("sha-256")]
    [TestCase("sha-384")]
    [TestCase("sha-512")]
    public void A_certificate_is_known_by_any_of_three_hashes(string algorithm)
    {
        byte[] certificate = [1, 2, 3];
        var hash = algorithm switch
        {
            "sha-256" => SHA256.HashData(certificate),
            "sha-384" => SHA384.HashData(certificate),
            _ => SHA512.HashData(certificate),
        };

        Assert.That(Fingerprint.TryParse($"{algorithm} {string.Join(':', hash.Select(b => b.ToString("x2")))}", out var fingerprint), Is.True);
        Assert.That(fingerprint.Matches(certificate), Is.True);
        Assert.That(fingerprint.Matches([1, 2, 4]), Is.False);
    }

    [Test]
    public void A_fingerprint_of_nothing_matches_nothing() => Assert.That(default(Fingerprint).Matches([1]), Is.False);

    [Test]
    public void The_certificate_is_valid_from_the_day_before_to_the_year_after_the_clock_that_was_handed_in()
    {
        using var call = new DtlsCall();
        var hello = new Recorded();
        var flight = new Recorded();
        call.Client.Start(call.Now, hello);
        call.Server.Start(call.Now, flight);
        call.Server.Receive(hello.Datagrams[0], call.Now, flight);

        var bytes = flight.Datagrams.SelectMany(d => d).ToArray();
        var certificate = FindCertificate(bytes);

        var clock = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000);
        Assert.That(certificate.NotBefore.ToUniversalTime(), Is.EqualTo(clock.AddDays(-1).UtcDateTime));
        Assert.That(certificate.NotAfter.ToUniversalTime(), Is.EqualTo(clock.AddYears(1).UtcDateTime));
        Assert.That(certificate.GetECDsaPublicKey()!.KeySize, Is.EqualTo(256));
        Assert.That(Fingerprint.Of(certificate.RawData), Is.EqualTo(DtlsCall.Bob.Fingerprint));
    }

    // In a Certificate message of DTLS 1.2 the DER begins with SEQUENCE (30 82) and its length of two bytes.
    private static X509Certificate2 FindCertificate(byte[] flight)
    {
        var start = flight.AsSpan().IndexOf<byte>([0x30, 0x82]);
        var length = (flight[start + 2] << 8) + flight[start + 3] + 4;
        return X509CertificateLoader.LoadCertificate(flight.AsSpan(start, length));
    }
}
