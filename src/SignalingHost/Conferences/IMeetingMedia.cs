using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>Carries out what meetings ask of the media side. Called by the desk's loop after the store has the change: it posts and returns.</summary>
internal interface IMeetingMedia
{
    void Carry(ConferenceId conference, MeetingEvent asked);
}
