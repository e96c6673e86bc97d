namespace Protocols.Congestion;

/// <summary>
/// What became of one packet that we sent. <paramref name="ArrivedAt"/> is on the receiver's clock, whose zero and rate we
/// do not know: only differences mean anything.
/// </summary>
/// <param name="Number">The transport-wide number, unwrapped.</param>
/// <param name="Probe">The probe cluster it was part of; 0 is none.</param>
/// <param name="Revised">It had been reported as lost and has arrived after all.</param>
public readonly record struct PacketResult(
    long Number,
    Instant SentAt,
    int Bytes,
    PacketKind Kind,
    int Probe,
    bool Received,
    TimeSpan ArrivedAt,
    bool Revised = false);
