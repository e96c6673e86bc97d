using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>HTTPS. Browsers give camera and microphone to secure pages only, so it is always on, with a certificate of our own making if need be.</summary>
internal sealed record HttpsOptions
{
    [Description("TCP port of HTTPS, on all interfaces; 0 lets the system choose one")]
    public int Port { get; init; } = 8443;

    [Description("Certificate file, PEM (with its chain) or PFX; empty: a self-signed one is made in the data directory and reused")]
    public string CertificatePath { get; init; } = "";

    [Description("Private key file in PEM, when the certificate file does not hold the key")]
    public string KeyPath { get; init; } = "";

    [Description("Password of the PFX file or of the encrypted PEM key")]
    public Redacted<string> CertificatePassword { get; init; } = new("");
}
