using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>The push of the composed picture to a streaming platform: asked for, then what the push says of itself.</summary>
internal sealed class Live(Hall hall)
{
    public Refusal Handle(bool on)
    {
        if (hall.Setup.Recording is not (RecordKind.Live or RecordKind.LiveAndRecord) || hall.Setup.LiveAddress.Length + hall.Setup.ShareLiveAddress.Length == 0)
            return on ? Refusal.ConfSetliveFailed : Refusal.None;
        if (on && hall.Dynamics.Live == LiveState.Stopping)
            return Refusal.ConfStatusIllegal;
        if (on == hall.Dynamics.Live is LiveState.Starting or LiveState.On || (!on && hall.Dynamics.Live == LiveState.Off))
            return Refusal.None;

        Set(on ? LiveState.Starting : LiveState.Stopping);
        hall.Raise(new MeetingEvent.LiveAsked(on, hall.Setup.LiveAddress, hall.Setup.ShareLiveAddress));
        return Refusal.None;
    }

    public Refusal Report(MediaReport report)
    {
        var now = hall.Dynamics.Live;
        if (report == MediaReport.Started && now == LiveState.Starting)
        {
            Set(LiveState.On);
            hall.Say(Prompt.LiveStarted);
        }
        else if (report != MediaReport.Started && now != LiveState.Off)
        {
            Set(LiveState.Off);
            hall.Say(Prompt.LiveStopped);
        }

        return Refusal.None;
    }

    public void MeetingEnds() => Handle(on: false);

    private void Set(LiveState state) => hall.Dynamics = hall.Dynamics with { Live = state };
}
