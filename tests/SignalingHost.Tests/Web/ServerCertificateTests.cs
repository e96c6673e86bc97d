using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Protocols;
using SignalingHost.Settings;
using SignalingHost.Startup;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;
using SignalingHost.Web;

namespace SignalingHost.Tests.Web;

/// <summary>Which certificate HTTPS shows, and for how long it is the same one.</summary>
public sealed class ServerCertificateTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private ManualClock _clock = null!;
    private string _path = "";
    private DataDirectory _data = null!;

    [SetUp]
    public void Begin()
    {
        _clock = new ManualClock(Today);
        _path = ServerProcess.TemporaryDirectory();
        Assert.That(DataDirectory.TryOpen(_path, out _data!, out var problem), Is.True, problem);
    }

    [TearDown]
    public void End()
    {
        _data.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Test]
    public void A_self_signed_one_is_made_once_and_kept()
    {
        using var first = Load(new());
        using var second = Load(new());

        Assert.That(second.Certificate.Thumbprint, Is.EqualTo(first.Certificate.Thumbprint));
        Assert.That(second.Certificate.HasPrivateKey, Is.True);
        Assert.That(File.GetUnixFileMode(_data.PathOf("certificate-key.pem")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void It_is_made_anew_before_it_runs_out()
    {
        using var first = Load(new());
        _clock.Advance(TimeSpan.FromDays(397 - 29));
        using var second = Load(new());

        Assert.That(second.Certificate.Thumbprint, Is.Not.EqualTo(first.Certificate.Thumbprint));
    }

    [Test]
    public void It_is_made_anew_when_it_lacks_an_address()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var narrow = SelfSignedFor(key, TimeSpan.FromDays(300));
        Write(narrow, key, _data.PathOf("certificate.pem"), _data.PathOf("certificate-key.pem"));

        using var loaded = Load(new());

        Assert.That(loaded.Certificate.Thumbprint, Is.Not.EqualTo(narrow.Thumbprint));
    }

    [Test]
    public void A_damaged_one_is_replaced()
    {
        Load(new()).Dispose();
        File.WriteAllText(_data.PathOf("certificate-key.pem"), "nothing of use");

        using var loaded = Load(new());

        Assert.That(loaded.Certificate.HasPrivateKey, Is.True);
    }

    [Test]
    public void Ones_own_may_be_pem_with_its_chain_and_a_key_beside_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = SelfSignedFor(key, TimeSpan.FromDays(300));
        var (certificate, keyPath) = (Path.Combine(_path, "own.pem"), Path.Combine(_path, "own-key.pem"));
        Write(own, key, certificate, keyPath);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = SelfSignedFor(issuerKey, TimeSpan.FromDays(300));
        File.AppendAllText(certificate, "\n" + issuer.ExportCertificatePem());

        using var loaded = Load(new() { CertificatePath = certificate, KeyPath = keyPath });

        Assert.That(loaded.Certificate.Thumbprint, Is.EqualTo(own.Thumbprint));
        Assert.That(loaded.Certificate.HasPrivateKey, Is.True);
        Assert.That(loaded.Chain.Select(c => c.Thumbprint), Is.EqualTo(new[] { issuer.Thumbprint }));
    }

    [Test]
    public void Ones_own_may_be_pfx_with_a_password()
    {
        var options = Pfx(TimeSpan.FromDays(300), "secret");

        using var loaded = Load(options);

        Assert.That(loaded.Certificate.HasPrivateKey, Is.True);
    }

    [Test]
    public void A_wrong_password_is_told_without_telling_it()
    {
        var options = Pfx(TimeSpan.FromDays(300), "secret") with { CertificatePassword = new("guess") };

        Assert.That(() => Load(options), Throws.TypeOf<StartRefusal>().With.Message.StartsWith("Https:CertificatePath is '").And.Message.Contains("cannot be used").And.Message.Not.Contains("guess"));
    }

    [Test]
    public void A_missing_file_is_told() =>
        Assert.That(() => Load(new() { CertificatePath = "/nowhere/own.pem" }), Throws.TypeOf<StartRefusal>().With.Message.StartsWith("Https:CertificatePath is '/nowhere/own.pem', which cannot be used ("));

    [Test]
    public void An_expired_one_is_told()
    {
        var options = Pfx(TimeSpan.FromDays(3), "");
        _clock.Advance(TimeSpan.FromDays(4));

        Assert.That(() => Load(options), Throws.TypeOf<StartRefusal>().With.Message.Contains("which expired on 2026-11-24"));
    }

    private ServerCertificate Load(HttpsOptions options) => ServerCertificate.Load(options, _data, _clock);

    private HttpsOptions Pfx(TimeSpan lifetime, string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = SelfSignedFor(key, lifetime);
        var path = Path.Combine(_path, "own.pfx");
        File.WriteAllBytes(path, own.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
        return new() { CertificatePath = path, CertificatePassword = new Redacted<string>(password) };
    }

    private static X509Certificate2 SelfSignedFor(ECDsa key, TimeSpan lifetime) =>
        new CertificateRequest("CN=own", key, HashAlgorithmName.SHA256).CreateSelfSigned(Today - TimeSpan.FromDays(1), Today + lifetime);

    private static void Write(X509Certificate2 certificate, ECDsa key, string certificatePath, string keyPath)
    {
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
    }
}
