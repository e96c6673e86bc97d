using Protocols.Rtp;

namespace Mixer.Outputs;

/// <summary>Whoever sends a composed stream to those who are in its class.</summary>
public interface IVideoPayloads
{
    /// <summary>The payload of one packet; the last of a picture has the marker. The bytes are good until this returns.</summary>
    void Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload);
}
