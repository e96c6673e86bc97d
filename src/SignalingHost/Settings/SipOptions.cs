using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>Ports kept for SIP. They are checked against the other ports; nothing is bound while no SIP listener runs.</summary>
internal sealed record SipOptions
{
    [Description("UDP and TCP port of SIP")]
    public int Port { get; init; } = 5060;

    [Description("TCP port of SIP over TLS")]
    public int TlsPort { get; init; } = 5061;
}
