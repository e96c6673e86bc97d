namespace Protocols.Sdp;

/// <summary>What a media section carries (RFC 8866 §5.14).</summary>
public enum MediaKind
{
    Other,
    Audio,
    Video,
    Application,
}
