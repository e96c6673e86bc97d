using Meetings.Conduct;

namespace Meetings.DialIn;

/// <summary>
/// What the keys mean inside: *6 his microphone, *9 his hand, *0 help; for the chair *5 everybody's microphones, *7 the lock; ## leaves.
/// Each turns over what is so at the moment, as the meeting's events have told it.
/// </summary>
internal sealed class MeetingKeys(ParticipantId who)
{
    private bool _muted;
    private bool _handUp;
    private bool _isChair;
    private bool _allMuted;
    private bool _locked;

    public void Follow(MeetingEvent told)
    {
        switch (told)
        {
            case MeetingEvent.ParticipantChanged { After: var participant } when participant.Id == who:
                (_muted, _handUp) = (participant.Muted, participant.HandAt is not null);
                _isChair = participant.Role == Role.Chair;
                break;
            case MeetingEvent.DynamicsChanged { After: var dynamics }:
                (_allMuted, _locked) = (dynamics.AllMuted, dynamics.Locked);
                break;
        }
    }

    public DialInPhrase Help => _isChair ? DialInPhrase.ChairHelp : DialInPhrase.Help;

    /// <summary>What a word asks of the meeting, and what is said when it was done; null when it is none.</summary>
    public (MeetingCommand Command, string Done)? Read(char key)
    {
        var actor = new Actor.Participant(who);
        return key switch
        {
            '6' => (new MeetingCommand.Mute(actor, who, !_muted), (_muted ? Prompt.Unmuted : Prompt.Muted).ToString()),
            '9' => (new MeetingCommand.RaiseHand(actor, who, !_handUp), (_handUp ? DialInPhrase.HandLowered : DialInPhrase.HandRaised).ToString()),
            '5' => (new MeetingCommand.MuteAll(actor, !_allMuted), (_allMuted ? DialInPhrase.EveryoneUnmuted : DialInPhrase.EveryoneMuted).ToString()),
            '7' => (new MeetingCommand.Lock(actor, !_locked), (_locked ? DialInPhrase.MeetingUnlocked : DialInPhrase.MeetingLocked).ToString()),
            _ => null,
        };
    }
}
