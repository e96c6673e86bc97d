using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>
/// Recording as the meeting knows it: asked of the recorder, then what the recorder says. A running recording is never cut because
/// space ran out, so space is asked for only at its beginning.
/// </summary>
internal sealed class Recording(Hall hall)
{
    public Refusal Handle(RecordAction action) => action switch
    {
        RecordAction.Start => Start(),
        RecordAction.Pause => Pause(),
        RecordAction.Stop => Stop(),
        _ => Refusal.OnOffNotInRange,
    };

    public Refusal Report(MediaReport report)
    {
        var now = hall.Dynamics.Recording;
        switch (report)
        {
            case MediaReport.Started when now == RecordingState.Starting:
                Set(RecordingState.On);
                hall.Dynamics = hall.Dynamics with { HasRecorded = true };
                hall.Say(Prompt.RecordingStarted);
                break;
            case MediaReport.Stopped or MediaReport.Failed when now != RecordingState.Off:
                Set(RecordingState.Off);
                hall.Say(Prompt.RecordingStopped);
                break;
            default:
                break;
        }

        return Refusal.None;
    }

    /// <summary>Booked to begin by itself: with the first one who comes in.</summary>
    public void BeginByItself()
    {
        if (hall.Setup.RecordAutomatically && !hall.Dynamics.AutoRecordTried
            && hall.Roster.InOrder.Any(participant => participant.HasEntered))
        {
            hall.Dynamics = hall.Dynamics with { AutoRecordTried = true };
            Start();
        }
    }

    public void MeetingEnds() => Stop();

    private Refusal Start()
    {
        if (hall.Setup.Recording is not (RecordKind.Record or RecordKind.LiveAndRecord))
            return Refusal.ConfNotSupportRecord;

        switch (hall.Dynamics.Recording)
        {
            case RecordingState.Starting or RecordingState.On:
                return Refusal.None;
            case RecordingState.Paused:
                Set(RecordingState.On);
                break;
            case RecordingState.Stopping:
                return Refusal.ConfStatusIllegal;
            default:
                if (hall.Ports.RecordingSpace.MayBegin() is var full and not Refusal.None)
                    return full;
                Set(RecordingState.Starting);
                break;
        }

        Ask(RecordAction.Start);
        return Refusal.None;
    }

    private Refusal Pause()
    {
        if (hall.Setup.Recording is not (RecordKind.Record or RecordKind.LiveAndRecord))
            return Refusal.ConfNotSupportRecord;
        if (hall.Dynamics.Recording == RecordingState.Paused)
            return Refusal.None;
        if (hall.Dynamics.Recording != RecordingState.On)
            return Refusal.ConfStatusIllegal;

        Set(RecordingState.Paused);
        Ask(RecordAction.Pause);
        hall.Say(Prompt.RecordingPaused);
        return Refusal.None;
    }

    /// <summary>Stopping what does not run is no mistake: a button pressed twice.</summary>
    private Refusal Stop()
    {
        if (hall.Dynamics.Recording is RecordingState.Off or RecordingState.Stopping)
            return Refusal.None;

        Set(RecordingState.Stopping);
        Ask(RecordAction.Stop);
        return Refusal.None;
    }

    private void Set(RecordingState state) => hall.Dynamics = hall.Dynamics with { Recording = state };

    private void Ask(RecordAction action) => hall.Raise(new MeetingEvent.RecordingAsked(action, hall.Setup.RecordShare));
}
