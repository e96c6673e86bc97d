namespace Protocols.Rtp;

/// <summary>
/// The text of the MID, RID and repaired-RID extensions (RFC 7941, RFC 9143 §15, RFC 8852). A stranger's text becomes a key
/// of ours, so it is bounded and made of token characters (RFC 4566) or it is no text at all.
/// </summary>
public static class SdesText
{
    /// <summary>Chromium stops at 16; nobody is known to need more than this.</summary>
    public const int MaxLength = 32;

    private static readonly System.Buffers.SearchValues<byte> TokenBytes = System.Buffers.SearchValues.Create(
        "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    public static bool TryRead(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> text)
    {
        // Some servers pad a MID with zeros so that it can be rewritten in place.
        text = value.TrimEnd((byte)0);
        if (IsText(text))
            return true;

        text = default;
        return false;
    }

    public static bool Matches(ReadOnlySpan<byte> text, string name)
    {
        if (text.Length != name.Length)
            return false;

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != name[i])
                return false;
        }

        return true;
    }

    public static bool TryWrite(Span<byte> value, string name, out int length)
    {
        length = 0;
        if (name.Length > value.Length || name.Length > MaxLength)
            return false;

        for (var i = 0; i < name.Length; i++)
            value[i] = name[i] < 0x80 ? (byte)name[i] : (byte)0;

        if (!IsText(value[..name.Length]))
            return false;

        length = name.Length;
        return true;
    }

    private static bool IsText(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(TokenBytes);
}
