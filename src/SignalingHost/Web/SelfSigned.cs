using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SignalingHost.Startup;
using SignalingHost.Storage;

namespace SignalingHost.Web;

/// <summary>
/// A certificate of our own making for localhost and this machine's addresses. It is kept, so that whoever accepted it once in
/// a browser is not asked again, and made anew only when it runs out or lacks an address that the machine now has.
/// </summary>
internal static class SelfSigned
{
    private const string CertificateFile = "certificate.pem";
    private const string KeyFile = "certificate-key.pem";

    // Browsers refuse certificates that are good for more than 398 days.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static X509Certificate2 LoadOrMake(DataDirectory data, TimeProvider clock)
    {
        var addresses = MachineAddresses.Read();
        var now = clock.GetUtcNow();
        var (certificatePath, keyPath) = (data.PathOf(CertificateFile), data.PathOf(KeyFile));
        if (TryLoad(certificatePath, keyPath) is { } kept)
        {
            if (kept.NotAfter.ToUniversalTime() > now.UtcDateTime + RenewBefore && Names(kept, addresses))
                return kept;

            kept.Dispose();
        }

        using var made = Make(addresses, now);
        Write(keyPath, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(certificatePath, made.ExportCertificatePem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return new X509Certificate2(made);
    }

    // A damaged pair is worth no more than none: it is ours, and another is made in its place.
    private static X509Certificate2? TryLoad(string certificatePath, string keyPath)
    {
        try
        {
            return File.Exists(certificatePath) && File.Exists(keyPath) ? X509Certificate2.CreateFromPemFile(certificatePath, keyPath) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool Names(X509Certificate2 certificate, IReadOnlyList<IPAddress> addresses)
    {
        var named = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateIPAddresses()).ToHashSet();
        return addresses.All(named.Contains);
    }

    private static X509Certificate2 Make(IReadOnlyList<IPAddress> addresses, DateTimeOffset now)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Dns.GetHostName());
        foreach (var address in addresses.Union([IPAddress.Loopback, IPAddress.IPv6Loopback]))
            names.AddIpAddress(address);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Conference server (self-signed)", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], critical: false));

        // Clocks differ: a client an hour behind should not call it a certificate of the future.
        return request.CreateSelfSigned(now - TimeSpan.FromHours(1), now + Lifetime);
    }

    // Written beside and moved over, so that a crash leaves the old file or the new one and never half of one.
    private static void Write(string path, string text, UnixFileMode mode)
    {
        var beside = path + ".new";
        File.Delete(beside);
        using (var file = new StreamWriter(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
            file.Write(text);
        File.Move(beside, path, overwrite: true);
    }
}
