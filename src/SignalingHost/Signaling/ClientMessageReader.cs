using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MediaServer.Tracks;

namespace SignalingHost.Signaling;

/// <summary>Reads what a client says. A stranger's bytes never throw: what is not understood is null, with the number of the request if it had one.</summary>
internal static class ClientMessageReader
{
    private const int LongestText = 512;
    private const int LongestToken = 1_024;
    private const int MostTracks = 64;

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 8 };

    public static bool TryRead(ReadOnlyMemory<byte> frame, SignalOptions options, [NotNullWhen(true)] out ClientMessage? message, out long? id)
    {
        message = null;
        id = null;
        try
        {
            using var document = JsonDocument.Parse(frame, Shallow);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return false;

            id = Whole(root, "id");
            message = Read(root, options);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is no Unicode.
            return false;
        }

        message = message is null ? null : message with { Id = id };
        return message is not null;
    }

    private static ClientMessage? Read(JsonElement root, SignalOptions options) => Text(root, "type") switch
    {
        "join" => ReadJoin(root),
        "offer" => ReadOffer(root, options),
        "view" => ReadView(root, options),
        "source" => ReadSwitch(root),
        "do" => ReadDo(root),
        "stats" => ReadStats(root),
        "ping" => new ClientMessage.Ping(),
        null => null,
        _ => new ClientMessage.Unknown(),
    };

    private static ClientMessage.Join ReadJoin(JsonElement root) => new()
    {
        Conference = Text(root, "conferenceId") ?? "",
        Password = Text(root, "password"),
        Link = Text(root, "link"),
        AccessToken = Text(root, "accessToken", LongestToken),
        Resume = Text(root, "resume"),
        Name = Text(root, "name")?.Trim() ?? "",
        Microphone = Flag(root, "microphone"),
        Camera = Flag(root, "camera"),
        Device = Text(root, "device") ?? "",
    };

    private static ClientMessage.Offer? ReadOffer(JsonElement root, SignalOptions options) =>
        TransportOf(Text(root, "transport")) is { } transport && Text(root, "sdp", options.LongestSdp) is { Length: > 0 } sdp
            ? new ClientMessage.Offer(transport, sdp, Flag(root, "fresh"))
            : null;

    private static ClientMessage.View? ReadView(JsonElement root, SignalOptions options)
    {
        if (!root.TryGetProperty("slots", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > options.MostSlots)
            return null;

        var slots = new List<SlotWish>();
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Object || Text(one, "mid") is not { Length: > 0 } mid)
                return null;

            var source = Text(one, "source");
            if (source is not null && SourceOf(source) is null)
                return null;

            slots.Add(new SlotWish(mid)
            {
                Participant = Text(one, "participant"),
                Source = source is null ? null : SourceOf(source),
                Speaker = Flag(one, "speaker"),
                Place = (int?)Whole(one, "place", int.MaxValue),
                Mix = Flag(one, "mix"),
                Height = (int?)Whole(one, "height", int.MaxValue),
                Pinned = Flag(one, "pinned"),
            });
        }

        return new ClientMessage.View(slots);
    }

    private static ClientMessage.Switch? ReadSwitch(JsonElement root) =>
        SourceOf(Text(root, "source") ?? "") is { } source and not TrackSource.ScreenAudio && IsFlag(root, "on") ? new ClientMessage.Switch(source, Flag(root, "on")) : null;

    private static ClientMessage.Do? ReadDo(JsonElement root)
    {
        var (action, flag) = Text(root, "action") switch
        {
            "mute" => (MeetingAction.Mute, "on"),
            "hand" => (MeetingAction.Hand, "up"),
            "rename" => (MeetingAction.Rename, null),
            "applyChair" => (MeetingAction.ApplyChair, null),
            "releaseChair" => (MeetingAction.ReleaseChair, null),
            "transferChair" => (MeetingAction.TransferChair, null),
            "shareStop" => (MeetingAction.ShareStop, null),
            "leave" => (MeetingAction.Leave, null),
            "end" => (MeetingAction.End, null),
            _ => ((MeetingAction?)null, (string?)null),
        };
        if (action is null || (flag is not null && !IsFlag(root, flag)))
            return null;

        return new ClientMessage.Do(action.Value)
        {
            On = flag is not null && Flag(root, flag),
            Participant = Text(root, "participant"),
            Text = Text(root, action == MeetingAction.Rename ? "name" : "password"),
        };
    }

    private static ClientMessage.Stats? ReadStats(JsonElement root)
    {
        if (!root.TryGetProperty("tracks", out var list) || list.ValueKind != JsonValueKind.Array)
            return null;

        var tracks = new List<TrackReport>();
        foreach (var one in list.EnumerateArray().Take(MostTracks))
        {
            if (one.ValueKind == JsonValueKind.Object && TransportOf(Text(one, "direction")) is { } transport)
                tracks.Add(new TrackReport(transport, Number(one, "bitrate"), Math.Clamp(Number(one, "loss"), 0, 1), Number(one, "roundTrip"), Number(one, "jitter")));
        }

        return new ClientMessage.Stats(tracks);
    }

    private static TransportKind? TransportOf(string? name) => name switch
    {
        "send" => TransportKind.Send,
        "receive" => TransportKind.Receive,
        _ => null,
    };

    private static TrackSource? SourceOf(string name) => name switch
    {
        "microphone" => TrackSource.Microphone,
        "camera" => TrackSource.Camera,
        "screen" => TrackSource.Screen,
        "screenAudio" => TrackSource.ScreenAudio,
        _ => null,
    };

    /// <summary>Text that is too long is as none.</summary>
    private static string? Text(JsonElement from, string name, int longest = LongestText) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= longest ? text : null;

    private static bool Flag(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool IsFlag(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static long? Whole(JsonElement from, string name, long most = long.MaxValue) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= 0 && number <= most
            ? (long)number : null;

    private static double Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? Math.Max(number, 0) : 0;
}
