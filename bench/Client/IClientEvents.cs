using Protocols;
using Protocols.Rtp;

namespace Client;

/// <summary>What a client tells whoever drives it. Called from within <see cref="NativeClient.Receive"/>; it must not call back.</summary>
public interface IClientEvents
{
    /// <summary>The other side asks for a key frame (PLI or FIR).</summary>
    void AskedForKeyFrame(OutgoingTrack track);

    /// <summary>A packet that had not come before, with or without payload, as it was sent first.</summary>
    void Received(IncomingStream stream, in RtpPacket packet, Instant now);

    /// <summary>A packet that had come before.</summary>
    void ReceivedAgain(IncomingStream stream, in RtpPacket packet, Instant now)
    {
    }
}
