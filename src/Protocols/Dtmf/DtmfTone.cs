namespace Protocols.Dtmf;

/// <summary>The two frequencies of each key (ITU-T Q.23), and the sound of them.</summary>
public static class DtmfTone
{
    public static ReadOnlySpan<int> Rows => [697, 770, 852, 941];

    public static ReadOnlySpan<int> Columns => [1209, 1336, 1477, 1633];

    private static ReadOnlySpan<byte> Keypad => "123A456B789C*0#D"u8;

    public static (int Row, int Column) FrequenciesOf(DtmfDigit digit)
    {
        var key = Keypad.IndexOf((byte)digit.Symbol);
        return (Rows[key / 4], Columns[key % 4]);
    }

    public static DtmfDigit DigitAt(int row, int column)
    {
        DtmfDigit.TryFromSymbol((char)Keypad[(row * 4) + column], out var digit);
        return digit;
    }

    /// <summary>Fills in the tone from its sample number <paramref name="from"/> on; <paramref name="amplitude"/> is that of each of the two.</summary>
    public static void Render(DtmfDigit digit, int sampleRate, int from, float amplitude, Span<float> sound)
    {
        var (row, column) = FrequenciesOf(digit);
        for (var i = 0; i < sound.Length; i++)
        {
            var t = (from + i) * Math.Tau / sampleRate;
            sound[i] = amplitude * (float)(Math.Sin(row * t) + Math.Sin(column * t));
        }
    }
}
