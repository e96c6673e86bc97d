using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Calls;

/// <summary>One running meeting as the calls in it hear it.</summary>
internal sealed class CallRoom(RunningMeeting meeting, Action<CallRoom, MeetingView, IReadOnlyList<MeetingEvent>> tell) : IMeetingListener
{
    public RunningMeeting Meeting => meeting;

    /// <summary>The call desk's alone.</summary>
    public HashSet<MeetingCall> Calls { get; } = [];

    public void Hear(MeetingView view, IReadOnlyList<MeetingEvent> events) => tell(this, view, events);
}
