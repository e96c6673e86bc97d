using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SignalingHost.Settings;
using SignalingHost.Startup;
using SignalingHost.Storage;

namespace SignalingHost.Web;

/// <summary>The certificate that HTTPS shows: the one a setting names, or a self-signed one kept in the data directory.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain, string origin)
    {
        Certificate = certificate;
        Chain = chain;
        Origin = origin;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>What a client needs besides the certificate itself to reach a root it trusts.</summary>
    public X509Certificate2Collection Chain { get; }

    /// <summary>Where it comes from, for the banner.</summary>
    public string Origin { get; }

    public static ServerCertificate Load(HttpsOptions options, DataDirectory data, TimeProvider clock) =>
        options.CertificatePath.Length > 0 ? FromFiles(options, clock) : new(SelfSigned.LoadOrMake(data, clock), [], "self-signed");

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var issuer in Chain)
            issuer.Dispose();
    }

    private static ServerCertificate FromFiles(HttpsOptions options, TimeProvider clock)
    {
        var (path, password) = (options.CertificatePath, options.CertificatePassword.Value);
        try
        {
            var loaded = IsPem(path) ? FromPem(path, options.KeyPath, password) : FromPfx(path, password);
            if (loaded.Certificate.NotAfter.ToUniversalTime() > clock.GetUtcNow().UtcDateTime)
                return loaded;

            var expired = loaded.Certificate.NotAfter.ToUniversalTime();
            loaded.Dispose();
            throw new StartRefusal($"Https:CertificatePath is '{path}', which expired on {expired:yyyy-MM-dd}: renew it, or leave it out for a self-signed one.");
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusal($"Https:CertificatePath is '{path}', which cannot be used ({broken.Message.TrimEnd('.')}): give a PEM or PFX file with its key (Https:KeyPath) and password (Https:CertificatePassword).");
        }
    }

    private static ServerCertificate FromPem(string path, string keyPath, string password)
    {
        var key = keyPath.Length > 0 ? keyPath : path;
        using var read = password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, key)
            : X509Certificate2.CreateFromPemFile(path, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        if (chain.Count > 0)
            chain.RemoveAt(0);          // the first is the certificate itself
        return new(new X509Certificate2(read), chain, path);
    }

    private static ServerCertificate FromPfx(string path, string password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException("It holds no private key.");
        all.Remove(own);
        return new(own, all, path);
    }

    private static bool IsPem(string path) => File.ReadAllText(path).Contains("-----BEGIN", StringComparison.Ordinal);
}
