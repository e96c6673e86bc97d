namespace Protocols.Rtp;

/// <summary>
/// Which number stands for which header extension on one transport, as its session description agreed (RFC 8285 §5).
/// Immutable, so one map may be shared by everybody on the transport. Where a number or a kind is named twice, the first
/// one counts.
/// </summary>
public sealed class RtpExtensionMap
{
    public static readonly RtpExtensionMap Empty = new([]);

    private readonly byte[] _ids = new byte[RtpExtensionUris.KindCount];
    private readonly RtpExtensionKind[] _kinds = new RtpExtensionKind[256];

    public RtpExtensionMap(params ReadOnlySpan<RtpExtensionEntry> entries)
    {
        foreach (var (id, kind) in entries)
        {
            if (id == 0 || kind == RtpExtensionKind.Unknown || (int)kind >= _ids.Length || _ids[(int)kind] != 0 || _kinds[id] != 0)
                continue;

            _ids[(int)kind] = id;
            _kinds[id] = kind;
        }
    }

    /// <summary>0 when the extension was not agreed.</summary>
    public byte IdOf(RtpExtensionKind kind) => (int)kind < _ids.Length ? _ids[(int)kind] : (byte)0;

    public RtpExtensionKind KindOf(byte id) => _kinds[id];

    public bool Has(RtpExtensionKind kind) => IdOf(kind) != 0;

    public bool TryFind(in RtpPacket packet, RtpExtensionKind kind, out ReadOnlySpan<byte> value)
    {
        var id = IdOf(kind);
        if (id != 0)
            return packet.Extensions.TryFind(id, out value);

        value = default;
        return false;
    }
}

/// <summary>One line of the agreement: this number stands for that extension.</summary>
public readonly record struct RtpExtensionEntry(byte Id, RtpExtensionKind Kind);
