using Protocols.Sdp;
using Protocols.Sdp.Terminals;

namespace Protocols.Sip.Trunks;

/// <summary>How sound and keys go over a trunk.</summary>
public sealed record TrunkMedia
{
    public static readonly TrunkMedia Usual = new();

    /// <summary>The only ones spoken, the best first; null: as with everybody.</summary>
    public IReadOnlyList<CodecName>? Codecs { get; init; }

    public KeyWay Keys { get; init; }

    /// <summary>Null: as with everybody.</summary>
    public SrtpRule? Srtp { get; init; }
}
