using System.Globalization;
using System.Text.Json;

namespace SignalingHost.Whip;

/// <summary>How tall a viewer shows the picture, which is as much of it as is sent to him: <c>?height=360</c> or <c>{"height":360}</c>.</summary>
internal static class ShownHeight
{
    public const string Name = "height";
    public const string ContentType = "application/json";
    public const string Rule = "The height is a number of pixels from 0 (no picture) to 8192.";

    private const int Tallest = 8_192;

    /// <summary>Nothing said is no limit.</summary>
    public static bool TryParseQuery(string? text, out int? height)
    {
        height = null;
        if (string.IsNullOrEmpty(text))
            return true;

        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels);
        height = pixels;
        return isNumber && pixels <= Tallest;
    }

    public static bool TryParse(string body, out int height)
    {
        height = 0;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty(Name, out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out height)
                && height is >= 0 and <= Tallest;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
