using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>A stream that the other side announced by its source number. Browsers with simulcast announce none: RID tells then.</summary>
public sealed record RemoteStream(Ssrc Ssrc, Ssrc? RtxSsrc, string? Cname);
