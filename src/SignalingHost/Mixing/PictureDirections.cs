using Meetings;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using SignalingHost.Conferences;

namespace SignalingHost.Mixing;

/// <summary>What of a meeting is seen in its composed pictures, at one moment.</summary>
internal sealed record PictureDirections
{
    public static readonly PictureDirections Nothing = new();

    public PicturePlan Plan { get; init; } = PicturePlan.Nothing;

    public Composition? Composition { get; init; }

    public IReadOnlyDictionary<ParticipantId, SeenPerson> People { get; init; } = new Dictionary<ParticipantId, SeenPerson>();

    public bool IsRecorded { get; init; }

    public Caption? Caption { get; init; }

    public MeetingLanguage Language { get; init; }

    public string Subject { get; init; } = "";

    public string Number { get; init; } = "";

    /// <summary>In a room that no meeting conducts all see all, in the order of their cameras, beside what is shared.</summary>
    public static PictureDirections OfCameras(IEnumerable<string> owners, bool hasContent)
    {
        var first = hasContent ? 1 : 0;
        var shown = owners.Distinct(StringComparer.Ordinal).Take(hasContent ? LayoutCatalogue.MostBesideContent : LayoutCatalogue.MaxPanes).ToArray();
        if (shown.Length + first == 0)
            return Nothing;

        var name = hasContent ? LayoutCatalogue.NameForContent(shown.Length) : LayoutCatalogue.NameFor(shown.Length);
        LayoutCatalogue.TryFind(name, out var geometry);
        var panes = geometry.Panes.Select((pane, at) =>
            new PaneFill(pane.Id, at >= first && at - first < shown.Length ? new ParticipantId(shown[at - first]) : null, Share: at < first));
        return new() { Composition = new Composition(name, geometry, [.. panes]) };
    }

    public static PictureDirections Of(MeetingView view)
    {
        var loudest = view.Speakers.Count > 0 ? view.Speakers[0].Who : default(ParticipantId?);
        return new()
        {
            Plan = view.Pictures,
            Composition = view.Composition,
            People = view.Participants.ToDictionary(one => one.Id, one => new SeenPerson(one.Name, one.Muted, one.Id == loudest)),
            IsRecorded = view.Dynamics.Recording == RecordingState.On,
            Caption = view.Dynamics.Caption,
            Language = view.Setup.Language,
            Subject = view.Setup.Subject,
            Number = view.Setup.Conference.Value,
        };
    }
}

/// <summary>What is written on somebody's pane.</summary>
internal sealed record SeenPerson(string Name, bool IsMuted, bool IsSpeaking);
