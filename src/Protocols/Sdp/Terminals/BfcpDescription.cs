using System.Globalization;

namespace Protocols.Sdp.Terminals;

/// <summary>What a line says about floor control (RFC 8856, and RFC 4583 in its older spelling).</summary>
public sealed record BfcpDescription
{
    private const int MostFloors = 16;

    /// <summary><c>UDP/BFCP</c>, <c>TCP/BFCP</c>, or one of their secured forms.</summary>
    public required string Protocol { get; init; }

    public required TransportAddress? Remote { get; init; }

    /// <summary><c>c-only</c>, <c>s-only</c> or <c>c-s</c>; empty if it is not said.</summary>
    public string FloorControl { get; init; } = "";

    public string Setup { get; init; } = "";

    public string Connection { get; init; } = "";

    /// <summary>Null in the offers of Polycom, which leave it to us to choose.</summary>
    public uint? ConferenceId { get; init; }

    public uint? UserId { get; init; }

    public IReadOnlyList<BfcpFloor> Floors { get; init; } = [];

    public override string ToString()
    {
        var words = new List<string> { Protocol };
        words.AddRange(new[] { FloorControl, Setup }.Where(word => word.Length > 0));
        if (ConferenceId is { } conference)
            words.Add($"conference {conference}");
        if (UserId is { } user)
            words.Add($"user {user}");
        words.AddRange(Floors.Select(floor => $"floor {floor.Id} on {floor.Label}"));
        return string.Join(' ', words);
    }

    public static bool IsBfcp(MediaDescription line) => line.Protocol.EndsWith("/BFCP", StringComparison.OrdinalIgnoreCase);

    internal static BfcpDescription Read(MediaDescription line, TransportAddress? remote) => new()
    {
        Protocol = line.Protocol,
        Remote = remote,
        FloorControl = line.Attributes.First("floorctrl") ?? "",
        Setup = line.Attributes.First("setup") ?? "",
        Connection = line.Attributes.First("connection") ?? "",
        ConferenceId = Number(line.Attributes.First("confid")),
        UserId = Number(line.Attributes.First("userid")),
        Floors = [.. line.Attributes.All<BfcpFloor>("floorid", BfcpFloor.TryParse).Take(MostFloors)],
    };

    internal static uint? Number(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary><c>a=floorid</c>: a floor, and the label of the line whose picture it is about; empty if none is named.</summary>
public readonly record struct BfcpFloor(uint Id, string Label)
{
    private static readonly string[] Spellings = ["mstrm:", "m-stream:"];

    public static bool TryParse(string value, out BfcpFloor floor)
    {
        floor = default;
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || BfcpDescription.Number(parts[0]) is not { } id)
            return false;

        var label = "";
        foreach (var part in parts.AsSpan(1))
        {
            foreach (var spelling in Spellings)
            {
                if (part.StartsWith(spelling, StringComparison.OrdinalIgnoreCase))
                    label = part[spelling.Length..];
            }
        }

        floor = new(id, label);
        return true;
    }
}
