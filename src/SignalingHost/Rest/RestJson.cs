using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SignalingHost.Rest.Apps;
using SignalingHost.Rest.Authentication;
using SignalingHost.Rest.Control;
using SignalingHost.Rest.Extensions;
using SignalingHost.Rest.Management;
using SignalingHost.Rest.Members;
using SignalingHost.Rest.Recordings;
using SignalingHost.Rest.Resources;
using SignalingHost.Rest.Rooms;
using SignalingHost.Rest.Webhooks;

namespace SignalingHost.Rest;

/// <summary>
/// JSON as the API has it: names as the models spell them, what is unknown left out, numbers understood in quotes too, and text
/// as UTF-8 without needless escapes.
/// </summary>
internal static class RestJson
{
    public const string ContentType = "application/json;charset=UTF-8";

    /// <summary>The models of every group of endpoints. A new group adds its line.</summary>
    private static readonly IJsonTypeInfoResolver[] Models =
    [
        FaultJson.Default,
        AuthenticationJson.Default,
        RoomsJson.Default,
        MembersJson.Default,
        ResourcesJson.Default,
        AppsJson.Default,
        ControlJson.Default,
        ManagementJson.Default,
        RecordingAnswersJson.Default,
        WebhookAnswersJson.Default,
        ExtensionsJson.Default,
    ];

    private static readonly JsonSerializerOptions Options = Made();

    // Serializing never awaits, so a thread needs one buffer, and answers get a Content-Length without being copied about.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Apply(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.AllowReadingFromString;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.PropertyNameCaseInsensitive = true;
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        foreach (var (i, models) in Models.Index())
            options.TypeInfoResolverChain.Insert(i, models.WithAddedModifier(NullItem.Refuse));
    }

    public static Task WriteAsync<T>(HttpContext http, T value)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));
        writer.Flush();

        var response = http.Response;
        response.ContentType = ContentType;
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        return Task.CompletedTask;
    }

    /// <summary>An answer that is kept and sent many times.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
