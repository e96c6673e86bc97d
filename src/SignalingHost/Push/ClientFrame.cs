using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SignalingHost.Push;

/// <summary>What a push client says. Its data comes as an object or as a string that holds one; both mean the same.</summary>
internal sealed record ClientFrame
{
    private const int LongestSequence = 128;
    private const int MostTypes = 64;

    public required string Action { get; init; }

    public string Sequence { get; init; } = "";

    public string Type { get; init; } = "";

    public string? Token { get; init; }

    public string? Conference { get; init; }

    public IReadOnlyList<string?> SubscribeTypes { get; init; } = [];

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ClientFrame? frame)
    {
        frame = null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || Text(root, "action") is not { } action)
                return false;

            frame = new ClientFrame { Action = action, Sequence = Text(root, "sequence") is { Length: <= LongestSequence } sequence ? sequence : "", Type = Text(root, "type") ?? "" };
            if (!root.TryGetProperty("data", out var data))
                return true;
            if (data.ValueKind == JsonValueKind.Object)
            {
                frame = WithData(frame, data);
            }
            else if (data.ValueKind == JsonValueKind.String && data.GetString() is { Length: > 0 } text)
            {
                using var inner = JsonDocument.Parse(text);
                if (inner.RootElement.ValueKind == JsonValueKind.Object)
                    frame = WithData(frame, inner.RootElement);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-16 cannot be taken out.
            return false;
        }
    }

    private static ClientFrame WithData(ClientFrame frame, JsonElement data) => frame with
    {
        Token = Text(data, "confToken"),
        Conference = Text(data, "conferenceID"),
        SubscribeTypes = data.TryGetProperty("subscribeType", out var types) && types.ValueKind == JsonValueKind.Array && types.GetArrayLength() <= MostTypes
            ? [.. types.EnumerateArray().Select(type => type.ValueKind == JsonValueKind.String ? type.GetString() : null)]
            : [],
    };

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
