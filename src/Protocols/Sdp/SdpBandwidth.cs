using System.Globalization;

namespace Protocols.Sdp;

/// <summary>
/// One <c>b=</c> line (RFC 8866 §5.8). <c>AS</c> and <c>CT</c> count kilobits with headers, <c>TIAS</c> bits without (RFC 3890).
/// </summary>
public readonly record struct SdpBandwidth(string Type, long Value)
{
    public Bitrate Bitrate =>
        Type is "TIAS" or "RS" or "RR" ? new(Value) : new(Value > long.MaxValue / 1_000 ? long.MaxValue : Value * 1_000);

    public static bool TryParse(string value, out SdpBandwidth bandwidth)
    {
        bandwidth = default;
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !long.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        bandwidth = new(value[..colon], number);
        return true;
    }

    public override string ToString() => $"b={Type}:{Value}";
}
