namespace Protocols.Dtmf;

/// <summary>A key of a telephone, by its event code (RFC 4733 §3.2): 0 … 9, then *, #, A, B, C, D.</summary>
public readonly record struct DtmfDigit(byte Event)
{
    private const string Symbols = "0123456789*#ABCD";

    public char Symbol => Symbols[Event & 0x0F];

    public static bool TryFromEvent(int code, out DtmfDigit digit)
    {
        digit = new DtmfDigit((byte)code);
        return code is >= 0 and < 16;
    }

    public static bool TryFromSymbol(char symbol, out DtmfDigit digit) => TryFromEvent(Symbols.IndexOf(char.ToUpperInvariant(symbol), StringComparison.Ordinal), out digit);

    public override string ToString() => $"{Symbol}";
}
