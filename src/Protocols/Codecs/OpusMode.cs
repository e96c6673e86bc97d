namespace Protocols.Codecs;

/// <summary>What part of Opus coded a packet (RFC 6716 §2).</summary>
public enum OpusMode
{
    Silk,
    Hybrid,
    Celt,
}
