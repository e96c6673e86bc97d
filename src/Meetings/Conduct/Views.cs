namespace Meetings.Conduct;

/// <summary>What single viewers watch: the chair by his own choice, terminals by his or their own.</summary>
internal sealed class Views(Hall hall, ChairPolling polling)
{
    public Refusal ChairView(int viewType, ParticipantId? source, int? switchTime, bool start)
    {
        if (viewType is < 0 or > 2)
            return Refusal.ViewTypeNotInRange;
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (viewType == 0 && switchTime is { } seconds and not 0 and (< 10 or > 120))
            return Refusal.SwitchTimeNotInRange;
        if (hall.Chair is not { } chair)
            return Refusal.ConfNoChairSite;
        if (chair.Device.MultiStream)
            return Refusal.SvcSiteNotSupportView;
        if (!chair.Device.Video)
            return Refusal.AudioSiteNotSupport;

        return viewType switch
        {
            0 => start ? polling.Start(switchTime is null or 0 ? 10 : switchTime.Value) : polling.Stop(),
            1 => WatchMultiPicture(chair),
            _ => WatchSite(chair, source),
        };
    }

    /// <summary>A terminal watches one site, or again what the others do: the multi-picture, or what is imposed instead of it.</summary>
    public Refusal PartView(Actor by, ParticipantId viewerId, int viewType, ParticipantId? source)
    {
        if (viewType is not ((int)ViewKind.MultiPicture or (int)ViewKind.Site))
            return Refusal.ViewTypeNotInRange;
        if (CheckViewer(viewerId, out var viewer) is var unable and not Refusal.None)
            return unable;
        if (viewer.ViewLocked && by is Actor.Participant self && self.Who == viewerId && viewer is { IsChair: false, Cohost: false })
            return Refusal.GuestNoPermissionOperation;
        if (viewType == (int)ViewKind.MultiPicture)
        {
            Watch(viewer, ViewKind.None, source: null);
            return Refusal.None;
        }

        if (CheckSource(viewerId, source) is var wrong and not Refusal.None)
            return wrong;
        if (viewer.View != ViewKind.Site && hall.Dynamics.PartViews >= Dynamics.MaxPartViews)
            return Refusal.ConfGenericCtlParticipantFailed;

        Watch(viewer, ViewKind.Site, source);
        return Refusal.None;
    }

    /// <summary>The terminal's picture stays with its source; it cannot choose another itself.</summary>
    public Refusal LockView(ParticipantId viewerId, bool on, ParticipantId? source)
    {
        if (CheckViewer(viewerId, out var viewer) is var unable and not Refusal.None)
            return unable;

        if (on && source is not null && source != viewerId)
        {
            if (CheckSource(viewerId, source) is var wrong and not Refusal.None)
                return wrong;
            if (viewer.View != ViewKind.Site && hall.Dynamics.PartViews >= Dynamics.MaxPartViews)
                return Refusal.ConfGenericCtlParticipantFailed;
            Watch(viewer, ViewKind.Site, source);
        }

        hall.Roster.Change(hall.Roster.Find(viewerId)! with { ViewLocked = on });
        return Refusal.None;
    }

    /// <summary>Who watched somebody that is gone watches what the others do.</summary>
    public void Mend()
    {
        var partViews = 0;
        for (var at = 0; at < hall.Roster.InOrder.Count; at++)
        {
            var viewer = hall.Roster.InOrder[at];
            if (viewer.View == ViewKind.None)
                continue;

            if ((viewer.View == ViewKind.Site && hall.Roster.Entered(viewer.ViewSource) is null)
                || (viewer.View == ViewKind.MultiPicture && !viewer.IsChair))
                viewer = hall.Roster.Change(viewer with { View = ViewKind.None, ViewSource = null });
            partViews += viewer is { View: ViewKind.Site, IsChair: false } ? 1 : 0;
        }

        if (partViews != hall.Dynamics.PartViews)
            hall.Dynamics = hall.Dynamics with { PartViews = partViews };
    }

    /// <summary>Where something is imposed on all it cannot be chosen, but it is the way back to what all are shown.</summary>
    private Refusal WatchMultiPicture(Participant chair)
    {
        var imposed = hall.Dynamics.Mode == VideoMode.Fixed || hall.Dynamics.VoiceActivated;
        if (imposed && !hall.Dynamics.ChairPolling && chair.View != ViewKind.Site)
            return Refusal.ConfStatusIllegal;

        polling.Stop();
        Watch(chair, imposed ? ViewKind.None : ViewKind.MultiPicture, source: null);
        return Refusal.None;
    }

    private Refusal WatchSite(Participant chair, ParticipantId? source)
    {
        if (hall.Dynamics.ChairPolling)
            return Refusal.ChairPollingForbiddenView;
        if (CheckSource(chair.Id, source) is var wrong and not Refusal.None)
            return wrong;

        Watch(chair, ViewKind.Site, source);
        return Refusal.None;
    }

    private Refusal CheckViewer(ParticipantId viewerId, out Participant viewer)
    {
        viewer = hall.Roster.Entered(viewerId)!;
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (viewer is null)
            return Refusal.ConfParticipantNotExist;
        if (!viewer.Device.Video)
            return Refusal.AudioSiteNotSupport;
        if (!viewer.Device.IsTerminal)
            return Refusal.NormalSiteNotSupportView;
        return viewer.Device.MultiStream ? Refusal.SvcSiteNotSupportView : Refusal.None;
    }

    private Refusal CheckSource(ParticipantId viewer, ParticipantId? source)
    {
        if (hall.Roster.Entered(source) is not { } watched)
            return Refusal.ConfParticipantNotExist;
        if (watched.Id == viewer)
            return Refusal.ParameterVerifiedFail;
        return watched.Device.Video ? Refusal.None : Refusal.AudioSiteNotSupport;
    }

    private void Watch(Participant viewer, ViewKind kind, ParticipantId? source)
    {
        hall.PicturesStale = true;
        if (viewer is { IsChair: false, View: not ViewKind.Site } && kind == ViewKind.Site)
            hall.Dynamics = hall.Dynamics with { PartViews = hall.Dynamics.PartViews + 1 };
        hall.Roster.Change(viewer with { View = kind, ViewSource = source });
    }
}
