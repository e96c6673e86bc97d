namespace Protocols.Dtmf;

/// <summary>The ways a digit comes in, best last: a terminal may use more than one of them for the same press.</summary>
public enum DigitTransport
{
    InBand,
    Info,
    Rtp,
}
