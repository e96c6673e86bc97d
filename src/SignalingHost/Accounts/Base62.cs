using System.Numerics;

namespace SignalingHost.Accounts;

/// <summary>Bytes as letters and digits, for texts that go into headers, addresses and files alike.</summary>
internal static class Base62
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The bytes as one number; always as long as the largest number of so many bytes would be.</summary>
    public static string Of(byte[] bytes)
    {
        var length = (int)Math.Ceiling(bytes.Length * 8 / Math.Log2(Digits.Length));
        return string.Create(length, new BigInteger(bytes, isUnsigned: true), static (text, number) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                number = BigInteger.DivRem(number, Digits.Length, out var digit);
                text[i] = Digits[(int)digit];
            }
        });
    }
}
