using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Meetings;

namespace SignalingHost.Push;

/// <summary>Writes the frames of the push channel.</summary>
internal static class PushFrame
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>A notification. <paramref name="body"/> writes what stands beside the common keys.</summary>
    public static byte[] Notification(NotifyType type, ConferenceId conference, PushStamp stamp, Action<Utf8JsonWriter> body) => Write(writer =>
    {
        writer.WriteString("action", type.ToString());
        writer.WriteNumber("version", stamp.Version);
        writer.WriteNumber("createTime", stamp.At.ToUnixTimeMilliseconds());
        writer.WriteString("msgID", stamp.MessageId);
        writer.WriteNumber("msgMode", stamp.IsIncremental ? 1 : 0);
        writer.WriteString("confID", conference.Value);
        body(writer);
    });

    /// <summary>An answer to a client's frame, with its own sequence.</summary>
    public static byte[] Answer(string action, string sequence, int code, string text, string? type = null) => Write(writer =>
    {
        writer.WriteString("action", action);
        writer.WriteString("sequence", sequence);
        if (type is not null)
            writer.WriteString("type", type);
        writer.WriteStartObject("data");
        writer.WriteNumber("returnCode", code);
        writer.WriteString("returnDesc", text);
        writer.WriteEndObject();
    });

    public static byte[] Echo(string action, string sequence) => Write(writer =>
    {
        writer.WriteString("action", action);
        writer.WriteString("sequence", sequence);
    });

    /// <summary>Keys beside the common ones, and the same as an object of their own: the documents show them flat, and some clients look under data.</summary>
    public static void Flat(Utf8JsonWriter writer, IReadOnlyList<PushField> fields)
    {
        foreach (var field in fields)
            Field(writer, field);
        writer.WriteStartObject("data");
        foreach (var field in fields)
            Field(writer, field);
        writer.WriteEndObject();
    }

    public static void Field(Utf8JsonWriter writer, PushField field)
    {
        writer.WritePropertyName(field.Key);
        writer.WriteRawValue(field.Json, skipInputValidation: true);
    }

    public static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>The numbers of one notification: a full one has the time for its version, an incremental one a number that rises.</summary>
internal readonly record struct PushStamp(long Version, DateTimeOffset At, bool IsIncremental, long Number)
{
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeMilliseconds()}-{Number}");
}
