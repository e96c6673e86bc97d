using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SignalingHost.Settings;

/// <summary>Ports from first to last, both included; written "42000-42999", or "42000" for one.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    public const int Highest = 65_535;

    public bool IsValid => First >= 1 && First <= Last && Last <= Highest;

    public bool Overlaps(PortRange other) => First <= other.Last && other.First <= Last;

    public static bool TryParse([NotNullWhen(true)] string? text, out PortRange range)
    {
        range = default;
        var parts = (text ?? "").Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length is not (1 or 2)
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            return false;
        }

        range = new(first, last);
        return true;
    }

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
