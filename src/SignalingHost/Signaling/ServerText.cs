using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediaServer.Tracks;
using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Signaling;

/// <summary>Writes what the server says, one JSON object each.</summary>
internal static class ServerText
{
    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Write(string type, Action<Utf8JsonWriter>? members = null, long? re = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Style))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            if (re is { } number)
                json.WriteNumber("re", number);

            members?.Invoke(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Done(long? re) => Write("done", null, re);

    public static byte[] Pong(long? re) => Write("pong", null, re);

    public static byte[] Refused(long? re, Refusal refusal) => Write("refused", json => WriteRefusal(json, refusal), re);

    public static byte[] Answer(long? re, TransportKind transport, string sdp) => Write("answer", json =>
    {
        json.WriteString("transport", Word(transport));
        json.WriteString("sdp", sdp);
    }, re);

    public static byte[] Waiting(long? re, WaitingFor waitingFor) =>
        Write("waiting", json => json.WriteString("for", waitingFor == WaitingFor.Chair ? "chair" : "admission"), re);

    public static byte[] Ended(string reason) => Write("ended", json => json.WriteString("reason", reason));

    public static byte[] Moved() => Write("moved");

    public static byte[] Participants(IEnumerable<(Participant Who, int Hand)> changed, IEnumerable<Meetings.ParticipantId> removed) => Write("participants", json =>
    {
        json.WriteStartArray("changed");
        foreach (var (who, hand) in changed)
            WriteParticipant(json, who, hand);

        json.WriteEndArray();
        json.WriteStartArray("removed");
        foreach (var gone in removed)
            json.WriteStringValue(gone.Value);

        json.WriteEndArray();
    });

    public static byte[] Speakers(IReadOnlyList<Speaker> speakers) => Write("speakers", json => WriteSpeakers(json, speakers));

    public static void WriteSpeakers(Utf8JsonWriter json, IReadOnlyList<Speaker> speakers)
    {
        json.WriteStartArray("speakers");
        foreach (var speaker in speakers)
        {
            json.WriteStartObject();
            json.WriteString("id", speaker.Who.Value);
            json.WriteNumber("volume", speaker.Volume);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static byte[] Shown(string mid, string? participant, TrackSource source) => Write("shown", json =>
    {
        json.WriteStartArray("slots");
        json.WriteStartObject();
        json.WriteString("mid", mid);
        json.WriteString("participant", participant);
        if (participant is not null)
            json.WriteString("source", Word(source));

        json.WriteEndObject();
        json.WriteEndArray();
    });

    public static byte[] Unshown(string mid, Refusal refusal) => Write("unshown", json =>
    {
        json.WriteStartArray("slots");
        json.WriteStartObject();
        json.WriteString("mid", mid);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteRefusal(json, refusal);
    });

    public static byte[] Demand(TrackSource source, int encodings, int of) => Write("demand", json =>
    {
        json.WriteString("source", Word(source));
        json.WriteStartArray("encodings");
        for (var i = 0; i < of; i++)
            json.WriteBooleanValue((encodings & (1 << i)) != 0);

        json.WriteEndArray();
    });

    public static byte[] Ask(string what, string by) => Write("ask", json =>
    {
        json.WriteString("what", what);
        json.WriteString("by", by);
    });

    public static byte[] Prompt(string what, Sentence sentence) => Write("prompt", json =>
    {
        json.WriteString("what", what);
        WriteSentence(json, sentence);
    });

    public static byte[] Control(ControlGrant? grant) => Write("control", json => WriteControl(json, grant));

    public static void WriteControl(Utf8JsonWriter json, ControlGrant? grant)
    {
        if (grant is null)
        {
            json.WriteNull("control");
            return;
        }

        json.WriteStartObject("control");
        json.WriteString("token", grant.Token);
        json.WriteString("wsUrl", grant.PushAddress);
        json.WriteString("expiresAt", Time(grant.ExpiresAt));
        json.WriteNumber("role", grant.Role);
        json.WriteEndObject();
    }

    public static byte[] Quality(IEnumerable<(Meetings.ParticipantId Who, QualityMark Mark)> marks) => Write("quality", json =>
    {
        json.WriteStartArray("participants");
        foreach (var (who, mark) in marks)
        {
            json.WriteStartObject();
            json.WriteString("id", who.Value);
            json.WriteNumber("mark", mark.Mark);
            json.WriteNumber("loss", Math.Round(mark.Loss, 3));
            json.WriteNumber("roundTrip", Math.Round(mark.RoundTrip));
            json.WriteNumber("bitrate", Math.Round(mark.Bitrate));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static void WriteParticipant(Utf8JsonWriter json, Participant who, int hand)
    {
        json.WriteStartObject();
        json.WriteString("id", who.Id.Value);
        json.WriteString("name", who.Name);
        json.WriteString("role", RoleOf(who));
        json.WriteString("state", who.Presence switch
        {
            Presence.Calling => "calling",
            Presence.Joining => "joining",
            Presence.Away => "away",
            _ => "in",
        });
        json.WriteBoolean("muted", who.Muted);
        json.WriteBoolean("camera", who.CameraOn);
        json.WriteBoolean("sharing", who.Sharing);
        if (hand > 0)
            json.WriteNumber("hand", hand);
        else
            json.WriteBoolean("hand", false);

        json.WriteBoolean("anonymous", who.Anonymous);
        json.WriteString("device", who.Device.Kind switch
        {
            DeviceKind.Mobile => "mobile",
            DeviceKind.Pad => "pad",
            DeviceKind.Terminal => "terminal",
            DeviceKind.Phone => "phone",
            _ => "desktop",
        });
        if (who.Account is { } account)
            json.WriteString("account", account.Value);

        json.WriteString("enteredAt", Time(who.JoinedAt));
        json.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteString("code", refusal.Code);
        json.WriteString("symbol", refusal.Symbol);
        WriteSentence(json, refusal.Sentence);
    }

    public static void WriteSentence(Utf8JsonWriter json, Sentence sentence)
    {
        json.WriteStartObject("sentence");
        json.WriteString("zh", sentence.Zh);
        json.WriteString("en", sentence.En);
        json.WriteEndObject();
    }

    public static string RoleOf(Participant who) => who.IsChair ? "chair" : who.Cohost ? "cohost" : who.Role == Role.Audience ? "audience" : "guest";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public static string Word(TransportKind transport) => transport == TransportKind.Send ? "send" : "receive";

    public static string Word(TrackSource source) => source switch
    {
        TrackSource.Microphone => "microphone",
        TrackSource.Camera => "camera",
        TrackSource.Screen => "screen",
        _ => "screenAudio",
    };
}

/// <summary>A token with which somebody runs the meeting, for him to see.</summary>
internal sealed record ControlGrant(string Token, string PushAddress, DateTimeOffset ExpiresAt, int Role)
{
    public override string ToString() => "ControlGrant";
}

/// <summary>How well somebody's ways to the server serve him: 0 … 3, 3 is good.</summary>
internal readonly record struct QualityMark(int Mark, double Loss, double RoundTrip, double Bitrate)
{
    public LineQuality Up { get; init; }

    public LineQuality Down { get; init; }

    /// <summary>Of what a client reports of its tracks; null when it reports none.</summary>
    public static QualityMark? Of(IReadOnlyList<TrackReport> tracks)
    {
        if (tracks.Count == 0)
            return null;

        var loss = tracks.Max(track => track.Loss);
        var roundTrip = tracks.Max(track => track.RoundTrip);
        var mark = (loss, roundTrip) switch
        {
            ( > 0.15, _) or (_, > 1_000) => 0,
            ( > 0.06, _) or (_, > 500) => 1,
            ( > 0.02, _) or (_, > 250) => 2,
            _ => 3,
        };
        return new QualityMark(mark, loss, roundTrip, tracks.Sum(track => track.Bitrate))
        {
            Up = LineQuality.Of(tracks.Where(track => track.Transport == TransportKind.Send)),
            Down = LineQuality.Of(tracks.Where(track => track.Transport == TransportKind.Receive)),
        };
    }
}

/// <summary>One direction of somebody's lines: all his tracks together, the worst of them where they differ. Times in milliseconds, bitrate in bit/s.</summary>
internal readonly record struct LineQuality(double Loss, double RoundTrip, double Jitter, double Bitrate)
{
    public static LineQuality Of(IEnumerable<TrackReport> tracks) => tracks.Aggregate(default(LineQuality), (all, one) =>
        new(Math.Max(all.Loss, one.Loss), Math.Max(all.RoundTrip, one.RoundTrip), Math.Max(all.Jitter, one.Jitter), all.Bitrate + one.Bitrate));
}
