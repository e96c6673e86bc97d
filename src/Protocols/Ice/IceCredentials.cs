using System.Buffers.Text;
using System.Text;

namespace Protocols.Ice;

/// <summary>
/// What one side of an ICE session is known by and proves itself with (RFC 8445 §5.3). The text form leaves the password out,
/// so that it cannot reach a log by accident.
/// </summary>
public sealed record IceCredentials(string UsernameFragment, string Password)
{
    private const int FragmentRandomBytes = 6;
    private const int PasswordRandomBytes = 18;
    private const int MaxLength = 256;

    /// <summary>Lengths and characters as RFC 8839 §5.4 allows them.</summary>
    public bool IsValid => IsIceText(UsernameFragment, minLength: 4) && IsIceText(Password, minLength: 22);

    /// <summary>48 random bits of fragment behind <paramref name="prefix"/> and 144 of password (RFC 8445 asks for 24 and 128).</summary>
    /// <param name="random">Unpredictable bytes: whoever can guess the password can take over the media.</param>
    /// <param name="prefix">A few letters or digits that the fragment begins with, such as the number of a shard.</param>
    public static IceCredentials Create(IRandomBytes random, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[FragmentRandomBytes + PasswordRandomBytes];
        random.Fill(bytes);
        return new IceCredentials(prefix + ToIceText(bytes[..FragmentRandomBytes]), ToIceText(bytes[FragmentRandomBytes..]));
    }

    public override string ToString() => $"{UsernameFragment}:«redacted»";

    // Multiples of three bytes, so Base64 needs no padding; its other 64 characters are exactly the ice-chars.
    private static string ToIceText(ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, text, out _, out var written);
        return Encoding.ASCII.GetString(text[..written]);
    }

    private static bool IsIceText(string text, int minLength)
    {
        if (text is null || text.Length < minLength || text.Length > MaxLength)
            return false;

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/'))
                return false;
        }

        return true;
    }
}
