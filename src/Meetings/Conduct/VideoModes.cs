namespace Meetings.Conduct;

/// <summary>What everybody is made to watch: the table of mode and voice activation in the control API.</summary>
internal sealed class VideoModes(Hall hall, SoundRules sound, MultiPicture multiPicture)
{
    private const int SinglePicture = 0;
    private const int ManyPictures = 1;

    public Refusal Broadcast(ParticipantId who)
    {
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (hall.Roster.Entered(who) is not { } participant)
            return Refusal.ConfParticipantNotExist;
        if (!participant.Device.Video)
            return Refusal.AudioSiteNotSupport;

        Set(VideoMode.Broadcast, voiceActivated: false, who);
        return Refusal.None;
    }

    /// <summary>In a voice meeting too: what is given is the floor, and the picture with it where there is one.</summary>
    public Refusal RollCall(Actor by, ParticipantId who)
    {
        if (hall.Roster.Entered(who) is null)
            return Refusal.ConfParticipantNotExist;

        Set(VideoMode.RollCall, voiceActivated: false, who);
        sound.CallRoll(by, who);
        return Refusal.None;
    }

    /// <summary>Ends the broadcast of a person or of the multi-picture, and a roll call; voice activation is none of these.</summary>
    public Refusal CancelBroadcast()
    {
        if (!hall.Dynamics.VoiceActivated)
            Set(VideoMode.Free, voiceActivated: false, watched: null);
        return Refusal.None;
    }

    public Refusal Switch(Actor by, string? mode, int imageType)
    {
        if (string.IsNullOrEmpty(mode))
            return Refusal.ConfModeIsEmpty;
        if (mode is not ("Fixed" or "VAS"))
            return Refusal.ConfModeNotInRange;
        if (imageType is not (SinglePicture or ManyPictures) || (mode == "Fixed" && imageType == SinglePicture))
            return Refusal.ConfImageTypeNotInRange;
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;
        if (mode == "VAS" && imageType == ManyPictures && multiPicture.HasPaneOfSeveral)
            return Refusal.VasSubPicContainsUserMoreThenOne;

        if (mode == "VAS")
            sound.LiftMuteAll(by);
        if (imageType == ManyPictures)
            multiPicture.UseStored();
        Set(imageType == SinglePicture ? VideoMode.Free : VideoMode.Fixed, mode == "VAS", watched: null);
        return Refusal.None;
    }

    public Refusal SetMultiPicture(MultiPictureRequest request)
    {
        if (multiPicture.Check(request, out var choice) is var wrong and not Refusal.None)
            return wrong;

        if (request.SaveOnly)
        {
            multiPicture.Store(choice);
            return Refusal.None;
        }

        multiPicture.Use(choice);
        var dynamics = hall.Dynamics;
        var onlyLayout = dynamics.Mode == VideoMode.Fixed || dynamics.VoiceActivated || hall.Chair is { View: ViewKind.MultiPicture };
        if (onlyLayout || !choice.Manual)
            return Refusal.None;

        // Whoever is broadcast or called goes on watching what he watched until the multi-picture itself is broadcast.
        var watched = dynamics.Watched;
        Set(VideoMode.Fixed, voiceActivated: false, watched: null);
        hall.Dynamics = hall.Dynamics with { WatchedBefore = watched };
        return Refusal.None;
    }

    private void Set(VideoMode mode, bool voiceActivated, ParticipantId? watched)
    {
        hall.PicturesStale = true;
        if (hall.Dynamics.Watched is { } before && before != watched && hall.Roster.Find(before) is { } released)
            hall.Roster.Change(released with { Broadcast = false, RollCalled = false });
        if (hall.Roster.Find(watched) is { } shown)
            hall.Roster.Change(shown with { Broadcast = mode == VideoMode.Broadcast, RollCalled = mode == VideoMode.RollCall });

        hall.Dynamics = hall.Dynamics with { Mode = mode, VoiceActivated = voiceActivated, Watched = watched, WatchedBefore = null };
    }
}
