namespace Protocols.Tests.Srtp;

/// <summary>Bytes as the RFCs print them: hexadecimal with spaces anywhere.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", string.Empty, StringComparison.Ordinal));

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
