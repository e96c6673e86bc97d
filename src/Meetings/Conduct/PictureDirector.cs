namespace Meetings.Conduct;

/// <summary>Says who is shown what, from the mode of the meeting and the views of the few who have one of their own.</summary>
internal sealed class PictureDirector(Hall hall, Voice voice)
{
    private PicturePlan _told = PicturePlan.Nothing;

    public void Tell()
    {
        var plan = Plan();
        if (plan.Same(_told))
            return;

        _told = plan;
        hall.Raise(new MeetingEvent.PicturesDirected(plan));
    }

    public PicturePlan Plan()
    {
        if (!hall.IsVideo)
            return PicturePlan.Nothing;

        var dynamics = hall.Dynamics;
        var everyone = dynamics switch
        {
            { Mode: VideoMode.Broadcast or VideoMode.RollCall, Watched: { } watched } when hall.Roster.Entered(watched) is { HasPicture: true } =>
                PictureSource.Site(watched),
            { Mode: VideoMode.Fixed } => PictureSource.Composition,
            // Content goes before whoever speaks: he is seen beside it.
            { Mode: VideoMode.Free, VoiceActivated: true, Sharer: null } when voice.Floor is { } floor => PictureSource.Site(floor),
            _ => PictureSource.Own,
        };

        var exceptions = new Dictionary<ParticipantId, PictureSource>();
        if (everyone is { Kind: PictureKind.Site, Who: { } shown })
            exceptions[shown] = Opposite(shown);
        if (dynamics is { Mode: VideoMode.Fixed, WatchedBefore: { } still } && hall.Roster.Find(still) is { Device.MultiStream: false })
            exceptions[still] = Opposite(still);

        AddViews(exceptions);
        if (dynamics is { ChairPolling: true, Chair: { } chair })
            exceptions[chair] = dynamics.Polled is { } polled ? PictureSource.Site(polled) : PictureSource.Own;
        return new(everyone, exceptions);
    }

    /// <summary>The chair's own view stands in every mode; a terminal's gives way to what is imposed on all.</summary>
    private void AddViews(Dictionary<ParticipantId, PictureSource> exceptions)
    {
        for (var at = 0; at < hall.Roster.InOrder.Count; at++)
        {
            var viewer = hall.Roster.InOrder[at];
            if (viewer.View == ViewKind.None || !(viewer.IsChair || hall.Dynamics.Mode == VideoMode.Free))
                continue;

            if (viewer is { View: ViewKind.MultiPicture, IsChair: true })
                exceptions[viewer.Id] = PictureSource.Composition;
            else if (viewer.ViewSource is { } source)
                exceptions[viewer.Id] = PictureSource.Site(source);
        }
    }

    /// <summary>What the one everybody sees is shown himself: the chair who called him, who spoke before him, or the first of the others.</summary>
    private PictureSource Opposite(ParticipantId shown)
    {
        if (hall.Dynamics.Mode == VideoMode.RollCall && hall.Chair is { HasPicture: true } chair && chair.Id != shown)
            return PictureSource.Site(chair.Id);

        var before = voice.Floor == shown ? voice.Before : voice.Floor ?? voice.Before;
        if (hall.Roster.Find(before) is { HasPicture: true } spoke && spoke.Id != shown)
            return PictureSource.Site(spoke.Id);

        return hall.Roster.NextAfter(0, other => other.HasPicture && other.Id != shown) is { } first
            ? PictureSource.Site(first.Id)
            : PictureSource.Own;
    }
}
