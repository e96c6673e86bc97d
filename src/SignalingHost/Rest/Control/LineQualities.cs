using Meetings;
using SignalingHost.Conferences;
using SignalingHost.Media;
using SignalingHost.Signaling;

namespace SignalingHost.Rest.Control;

/// <summary>How well people's ways to the server serve them, where media is served here and their clients say so.</summary>
internal sealed class LineQualities(IServiceProvider services)
{
    // Without the media role there are no rooms to ask.
    private readonly SignalRooms? _rooms = services.GetService<MediaEventLog>() is null ? null : services.GetService<SignalRooms>();

    public QualityMark? Find(RunningMeeting meeting, ParticipantId who) => _rooms?.MarkOf(meeting.Run, who);
}
