using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>Plain HTTP: the API, WHIP and WHEP, health and metrics. For machines behind a proxy that ends TLS, and for localhost.</summary>
internal sealed record HttpOptions
{
    [Description("TCP port of plain HTTP, on all interfaces; 0 lets the system choose one")]
    public int Port { get; init; } = 8080;

    // An SDP offer of a large meeting is some 100 kB; a whole address book or layout fits too. Nothing larger has business here.
    [Description("Largest request body in bytes that is read; a larger one is refused with 413")]
    public int MaxRequestBytes { get; init; } = 1024 * 1024;

    // Ten browsers' worth of sockets for each of 1000 people, and still far below the usual limit of open files in a container.
    [Description("Connections (HTTP, HTTPS and WebSocket together) open at one time; further ones are closed")]
    public int MaxConnections { get; init; } = 10_000;

    [Description("Address that people reach this server at, for join links, such as https://meet.example.org; empty: the one each request came to")]
    public string PublicAddress { get; init; } = "";

    [Description("Addresses and networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, comma separated, such as 10.0.0.5,192.168.7.0/24; empty: nobody's")]
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];
}
