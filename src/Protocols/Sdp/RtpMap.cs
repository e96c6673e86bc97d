using System.Globalization;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary><c>a=rtpmap</c>: which codec a payload type stands for (RFC 8866 §6.6).</summary>
public readonly record struct RtpMap(PayloadType PayloadType, string EncodingName, int ClockRate, int Channels)
{
    public static bool TryParse(string value, out RtpMap map)
    {
        map = default;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || !TryParsePayloadType(value.AsSpan(0, space), out var payloadType))
            return false;

        var parts = value[(space + 1)..].Trim().Split('/');
        if (parts.Length is < 2 or > 3 || parts[0].Length == 0 || !TryParseSmall(parts[1], out var clockRate))
            return false;

        var channels = 1;
        if (parts.Length == 3 && !TryParseSmall(parts[2], out channels))
            return false;

        map = new(payloadType, parts[0], clockRate, channels);
        return true;
    }

    public override string ToString() =>
        Channels > 1 ? $"{PayloadType} {EncodingName}/{ClockRate}/{Channels}" : $"{PayloadType} {EncodingName}/{ClockRate}";

    internal static bool TryParsePayloadType(ReadOnlySpan<char> text, out PayloadType payloadType)
    {
        var valid = byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 128;
        payloadType = new(valid ? number : (byte)0);
        return valid;
    }

    private static bool TryParseSmall(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 10_000_000;
}
