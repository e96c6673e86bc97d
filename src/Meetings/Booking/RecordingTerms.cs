using System.Text.Json.Serialization;

namespace Meetings.Booking;

/// <summary>What is recorded and streamed, and for whom.</summary>
public sealed record RecordingTerms
{
    public RecordKind Kind { get; init; }

    /// <summary>Begins with the meeting; only where <see cref="Records"/>.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>The shared screen is recorded too.</summary>
    public bool WithShare { get; init; }

    public RecordAudience Audience { get; init; }

    /// <summary>Where the composed picture is pushed to; empty is nowhere.</summary>
    public string LiveAddress { get; init; } = "";

    /// <summary>Where the shared screen is pushed to.</summary>
    public string ShareAddress { get; init; } = "";

    [JsonIgnore]
    public bool Records => Kind is RecordKind.Record or RecordKind.LiveAndRecord;

    [JsonIgnore]
    public bool Streams => Kind is RecordKind.Live or RecordKind.LiveAndRecord;
}
