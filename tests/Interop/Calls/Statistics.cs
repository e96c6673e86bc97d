using System.Text.Json;

namespace Interop.Calls;

/// <summary>What a browser reports of one connection (W3C webrtc-stats).</summary>
internal sealed class Statistics(JsonElement all)
{
    private readonly List<JsonElement> _all = [.. all.EnumerateArray()];

    public JsonElement Transport => OfType("transport").Single();

    public IEnumerable<JsonElement> Outbound(string kind) => OfType("outbound-rtp").Where(one => Text(one, "kind") == kind);

    public JsonElement Inbound(string kind) => OfType("inbound-rtp").Single(one => Text(one, "kind") == kind);

    /// <summary>Such as "video/VP8".</summary>
    public string CodecOf(JsonElement stream) => Text(Find(Text(stream, "codecId")), "mimeType");

    public (JsonElement Local, JsonElement Remote) SelectedCandidates()
    {
        // Firefox names no selected pair in its transport statistics.
        var pair = _all.Exists(one => Text(one, "type") == "transport" && one.TryGetProperty("selectedCandidatePairId", out _))
            ? Find(Text(Transport, "selectedCandidatePairId"))
            : OfType("candidate-pair").First(one => one.TryGetProperty("selected", out var selected) && selected.GetBoolean());
        return (Find(Text(pair, "localCandidateId")), Find(Text(pair, "remoteCandidateId")));
    }

    /// <summary>Some of the figures, with their names.</summary>
    public static string Values(JsonElement one, IEnumerable<string> names) =>
        string.Join(", ", names.Where(name => one.TryGetProperty(name, out _)).Select(name => $"{name} {one.GetProperty(name)}"));

    public static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static double Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;

    /// <summary>What a failed test should show.</summary>
    public override string ToString() => string.Join(
        '\n', _all.Where(one => Text(one, "type") is "outbound-rtp" or "inbound-rtp" or "remote-inbound-rtp" or "transport").Select(one => one.GetRawText()));

    private IEnumerable<JsonElement> OfType(string type) => _all.Where(one => Text(one, "type") == type);

    private JsonElement Find(string id) => _all.Find(one => Text(one, "id") == id);
}
