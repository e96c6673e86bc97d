namespace Meetings.Conduct;

/// <summary>How long the meeting goes on: its end, the notice before it, prolonging, and ending by itself when nobody is left.</summary>
internal sealed class Clockwork(Hall hall, WaitingRoom waiting, Departures departures, Recording recording, Live live)
{
    private const int UsualExtension = 15;
    private const int LongestExtension = 24 * 60;

    private MeetingEvent.Ended? _ended;

    public bool EndNoticeGiven { get; private set; }

    public DateTimeOffset? EmptySince { get; private set; }

    /// <summary>As booked, as far as the limit lets it.</summary>
    private TimeSpan Length => hall.Setup.Length < hall.Setup.MaxLength ? hall.Setup.Length : hall.Setup.MaxLength;

    private DateTimeOffset LatestEnd => hall.Dynamics.StartedAt + hall.Setup.MaxLength;

    private bool WillProlong => hall.Dynamics.Prolong > TimeSpan.Zero && hall.Dynamics.EndsAt < LatestEnd;

    public DateTimeOffset NextDeadline
    {
        get
        {
            var next = hall.Dynamics.EndsAt;
            if (!EndNoticeGiven && !WillProlong && hall.Dynamics.EndsAt - hall.Options.EndNotice < next)
                next = hall.Dynamics.EndsAt - hall.Options.EndNotice;
            if (EmptySince + hall.Options.EmptyTimeout is { } empty && empty < next)
                next = empty;
            return next;
        }
    }

    public void Open()
    {
        hall.Dynamics = hall.Dynamics with { StartedAt = hall.Now, EndsAt = hall.Now + Length, Prolong = hall.Setup.Prolong };
        EmptySince = hall.Now;
    }

    public void Restore(bool endNoticeGiven, DateTimeOffset? emptySince) => (EndNoticeGiven, EmptySince) = (endNoticeGiven, emptySince);

    public void Limit(TimeSpan longest)
    {
        if (longest == hall.Setup.MaxLength)
            return;

        hall.Setup = hall.Setup with { MaxLength = longest };
        hall.Raise(new MeetingEvent.SetupChanged(hall.Setup));
        if (hall.Dynamics.StartedAt + Length > hall.Dynamics.EndsAt)
            EndAt(hall.Dynamics.StartedAt + Length);
    }

    public Refusal Extend(bool auto, int? minutes)
    {
        var by = minutes ?? UsualExtension;
        if (by is < 1 or > LongestExtension)
            return Refusal.IdoSetConfDurationFail;

        var length = TimeSpan.FromMinutes(by);
        if (auto ? hall.Dynamics.EndsAt >= LatestEnd : hall.Dynamics.EndsAt + length > LatestEnd)
            return Refusal.IdoOverConfMaxDuration;

        if (auto)
            hall.Dynamics = hall.Dynamics with { Prolong = length };
        else
            EndAt(hall.Dynamics.EndsAt + length);
        return Refusal.None;
    }

    public void Advance()
    {
        if (EmptySince + hall.Options.EmptyTimeout <= hall.Now)
        {
            End(EndReason.NobodyLeft);
            return;
        }

        while (hall.Dynamics.EndsAt <= hall.Now && WillProlong && SomeoneIsIn())
        {
            var later = hall.Dynamics.EndsAt + hall.Dynamics.Prolong;
            EndAt(later < LatestEnd ? later : LatestEnd);
        }

        if (hall.Dynamics.EndsAt <= hall.Now)
        {
            End(EndReason.TimeIsUp);
            return;
        }

        if (!EndNoticeGiven && !WillProlong && hall.Dynamics.EndsAt - hall.Options.EndNotice <= hall.Now)
        {
            EndNoticeGiven = true;
            hall.Raise(new MeetingEvent.EndNear(hall.Dynamics.EndsAt));
            hall.Say(Prompt.EndIsNear);
        }
    }

    /// <summary>Whether anybody is left, asked at the end of every turn.</summary>
    public void Watch()
    {
        if (hall.Roster.Count > 0 || waiting.Count > 0)
            EmptySince = null;
        else
            EmptySince ??= hall.Now;
    }

    public void End(EndReason reason)
    {
        hall.Say(Prompt.MeetingEnded);
        recording.MeetingEnds();
        live.MeetingEnds();
        foreach (var participant in hall.Roster.InOrder.Reverse().ToArray())
            departures.Go(hall.Roster.Find(participant.Id)!, LeaveReason.MeetingEnded);
        foreach (var guest in waiting.All.ToArray())
            waiting.Leave(guest.Id, WaitingEnd.MeetingEnded);

        hall.Dynamics = hall.Dynamics with { State = RunState.Destroyed };
        var mayBeEnteredAgain = reason == EndReason.NobodyLeft && hall.Setup.BookedEnd > hall.Now;
        _ended = new(reason, hall.Now, mayBeEnteredAgain ? hall.Setup.BookedEnd!.Value : hall.Now);
    }

    /// <summary>The last words, after everything else of the turn has been told.</summary>
    public void TellEnd()
    {
        if (_ended is not { } ended)
            return;

        _ended = null;
        hall.Raise(ended);
        if (ended.ConcludesAt == ended.At)
            hall.Raise(new MeetingEvent.Concluded(ended.At));
    }

    private bool SomeoneIsIn() => hall.Roster.InOrder.Any(participant => participant.HasEntered);

    private void EndAt(DateTimeOffset end)
    {
        EndNoticeGiven = false;
        hall.Dynamics = hall.Dynamics with { EndsAt = end };
    }
}
