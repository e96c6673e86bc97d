using Protocols.Dtls;

namespace Protocols.Sdp.Terminals;

/// <summary>Our side of a call: where media is to be sent, and under which number the session goes.</summary>
public sealed record TerminalLocal
{
    /// <summary>An IP address, as it is written.</summary>
    public required string Host { get; init; }

    /// <summary>Even; RTCP is on the next one up unless both agree to share.</summary>
    public required int AudioPort { get; init; }

    public required int VideoPort { get; init; }

    public required long SessionId { get; init; }

    /// <summary>Of the certificate that we show in DTLS; null: it is not spoken.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>Makes the keys of SDES.</summary>
    public required IRandomBytes Random { get; init; }
}
