using System.Globalization;

namespace Protocols.Sdp;

/// <summary>
/// The parameters of one <c>a=fmtp</c> line, in order. Names compare without case (RFC 4855 §3). Parameters that are not
/// <c>name=value</c> (RED's <c>111/111</c>, telephone-event's <c>0-15</c>) are kept whole in <see cref="Plain"/>.
/// </summary>
public sealed class FormatParameters
{
    public static readonly FormatParameters Empty = new([], "");

    private readonly (string Name, string Value)[] _pairs;

    private FormatParameters((string Name, string Value)[] pairs, string plain)
    {
        _pairs = pairs;
        Plain = plain;
    }

    public string Plain { get; }

    public bool IsEmpty => _pairs.Length == 0 && Plain.Length == 0;

    public IReadOnlyList<(string Name, string Value)> Pairs => _pairs;

    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _pairs)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            return null;
        }
    }

    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The payload type that a retransmission format repairs (RFC 4588 §8).</summary>
    public int? AssociatedPayloadType => Number("apt");

    /// <summary>H.264: 0 is one NAL unit per packet, and the value when nothing is said (RFC 6184 §8.1).</summary>
    public int PacketizationMode => Number("packetization-mode") ?? 0;

    public H264Profile? ProfileLevelId =>
        H264Profile.TryParse(this["profile-level-id"] ?? H264Profile.DefaultText, out var profile) ? profile : null;

    public bool LevelAsymmetryAllowed => Number("level-asymmetry-allowed") == 1;

    /// <summary>VP9: profile 0 when nothing is said (RFC 9628 §6).</summary>
    public int Vp9Profile => Number("profile-id") ?? 0;

    /// <summary>AV1: profile 0 (Main) when nothing is said.</summary>
    public int Av1Profile => Number("profile") ?? 0;

    /// <summary>Opus: the describer likes to receive stereo (RFC 7587 §6.1).</summary>
    public bool Stereo => Number("stereo") == 1;

    /// <summary>Opus: the describer can use in-band forward error correction.</summary>
    public bool UseInbandFec => Number("useinbandfec") == 1;

    public bool UseDtx => Number("usedtx") == 1;

    public FormatParameters With(string name, string value)
    {
        var others = _pairs.Where(pair => !pair.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return new([.. others, (name, value)], Plain);
    }

    public static FormatParameters Of(params ReadOnlySpan<(string Name, string Value)> pairs) => new(pairs.ToArray(), "");

    public static FormatParameters Of(string plain) => new([], plain);

    /// <summary>Reads what follows the payload type on the line.</summary>
    public static FormatParameters Parse(string text)
    {
        var pairs = new List<(string, string)>();
        var plain = "";
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                pairs.Add((part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart()));
            else
                plain = plain.Length == 0 ? part : $"{plain};{part}";
        }

        return new([.. pairs], plain);
    }

    public override string ToString()
    {
        var pairs = string.Join(';', _pairs.Select(pair => $"{pair.Name}={pair.Value}"));
        return Plain.Length == 0 ? pairs : pairs.Length == 0 ? Plain : $"{Plain};{pairs}";
    }
}
