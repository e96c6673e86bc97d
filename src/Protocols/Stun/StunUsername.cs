namespace Protocols.Stun;

/// <summary>The USERNAME of an ICE check: "fragment of the one asked:fragment of the asker" (RFC 8445 §7.2.2).</summary>
public static class StunUsername
{
    /// <summary>Our half of the name in a request from an address nobody knows yet. It says whose it claims to be; nothing is proved.</summary>
    public static bool TryReadLocalFragment(ReadOnlySpan<byte> stun, out ReadOnlySpan<byte> localUfrag)
    {
        localUfrag = default;
        return StunMessage.TryParse(stun, out var message)
            && message.Class == StunClass.Request
            && message.TryFind(StunAttributeType.Username, out var username)
            && TrySplit(username, out localUfrag);
    }

    internal static bool TrySplit(ReadOnlySpan<byte> username, out ReadOnlySpan<byte> localUfrag)
    {
        var colon = username.IndexOf((byte)':');
        localUfrag = colon > 0 ? username[..colon] : default;
        return colon > 0;
    }
}
