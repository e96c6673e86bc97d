namespace Meetings.Conduct;

/// <summary>Who is heard loudest: the three that are told, seldom enough to read, and the one that voice activation shows.</summary>
internal sealed class Voice(Hall hall, AutoPicture auto)
{
    private const int MostTold = 3;

    private VoiceState _state = new();

    public VoiceState State => _state;

    public ParticipantId? Floor => _state.Floor;

    public ParticipantId? Before => _state.Before;

    public DateTimeOffset? NextDeadline => _state.Untold is null ? null : _state.ToldAt + hall.Options.SpeakerInterval;

    /// <summary>What the sound of the meeting says of those who speak now; empty is silence.</summary>
    public Refusal Heard(IReadOnlyList<SpeakerLevel> levels)
    {
        var loudest = levels
            .Where(level => level.Volume > 0 && hall.Roster.Find(level.Who) is { Presence: Presence.In, Muted: false })
            .OrderByDescending(level => level.Volume)
            .Take(MostTold)
            .ToArray();

        auto.Spoke(loudest);
        if (loudest.Any(level => level.Who == _state.Floor))
            _state = _state with { FloorHeardAt = hall.Now };
        TakeFloor(loudest);
        Offer([.. loudest.Select(level => new Speaker(level.Who, hall.Roster.Find(level.Who)!.Name, level.Volume))]);
        return Refusal.None;
    }

    public void Advance()
    {
        if (NextDeadline <= hall.Now && _state.Untold is { } untold)
            Say(untold);
    }

    /// <summary>Who left is neither shown nor what the speaker sees.</summary>
    public void Mend()
    {
        if (_state.Before is { } before && hall.Roster.Find(before) is not { HasPicture: true })
            _state = _state with { Before = null };
        if (_state.Floor is { } floor && hall.Roster.Find(floor) is not { HasPicture: true })
            _state = _state with { Floor = _state.Before, Before = null, FloorSince = DateTimeOffset.MinValue };
    }

    public void Restore(VoiceState state) => _state = state;

    /// <summary>Whoever goes on being the loudest, so that a cough turns no head, takes the floor from the one who has had it a while.</summary>
    private void TakeFloor(SpeakerLevel[] loudest)
    {
        var at = Array.FindIndex(loudest, level => hall.Roster.Find(level.Who) is { HasPicture: true });
        if (at < 0 || loudest[at].Who == _state.Floor)
        {
            _state = _state with { Candidate = null };
            return;
        }

        var who = loudest[at].Who;
        if (who != _state.Candidate)
            _state = _state with { Candidate = who, CandidateSince = hall.Now };
        var isSilent = hall.Now - _state.FloorHeardAt > hall.Options.SpeakerSilence;
        var hasBegun = hall.Now - _state.CandidateSince >= hall.Options.SpeakerAttack || (isSilent && loudest[at].Lasts >= hall.Options.SpeakerAttackInSilence);
        if (_state.Floor is not null && (!hasBegun || hall.Now - _state.FloorSince < hall.Options.SpeakerStay))
            return;

        _state = _state with { Before = _state.Floor, Floor = who, FloorSince = hall.Now, FloorHeardAt = hall.Now, Candidate = null };
        hall.PicturesStale = true;
    }

    private void Offer(Speaker[] speakers)
    {
        if (speakers.Select(speaker => speaker.Who).SequenceEqual(_state.Told.Select(speaker => speaker.Who)))
            _state = _state with { Untold = null };
        else if (hall.Now - _state.ToldAt >= hall.Options.SpeakerInterval)
            Say(speakers);
        else
            _state = _state with { Untold = speakers };
    }

    private void Say(IReadOnlyList<Speaker> speakers)
    {
        _state = _state with { Told = speakers, ToldAt = hall.Now, Untold = null };
        hall.Raise(new MeetingEvent.SpeakersChanged(speakers));
    }
}
