namespace Meetings.Conduct;

/// <summary>The chair's picture goes through the others in the order of their coming, each for the set interval; nobody else's changes.</summary>
internal sealed class ChairPolling(Hall hall)
{
    private PollingState _state = new();

    public DateTimeOffset? NextDeadline => hall.Dynamics.ChairPolling ? _state.NextAt : null;

    public PollingState State => hall.Dynamics.ChairPolling ? _state : new();

    public Refusal Start(int seconds)
    {
        if (hall.Roster.NextAfter(0, Suits) is not { } first)
            return Refusal.ConfNoParticipantJoined;

        hall.Dynamics = hall.Dynamics with { ChairPolling = true };
        _state = _state with { Interval = TimeSpan.FromSeconds(seconds) };
        Show(first);
        return Refusal.None;
    }

    public Refusal Stop()
    {
        if (hall.Dynamics.ChairPolling)
        {
            hall.PicturesStale = true;
            hall.Dynamics = hall.Dynamics with { ChairPolling = false, Polled = null };
        }

        return Refusal.None;
    }

    public void Advance()
    {
        if (NextDeadline <= hall.Now)
            Next();
    }

    /// <summary>Who left or went away is skipped at once; who came is shown when it is his turn.</summary>
    public void Mend()
    {
        if (hall.Dynamics.ChairPolling && hall.Roster.Find(hall.Dynamics.Polled) is not { HasPicture: true, IsChair: false })
            Next();
    }

    public void Restore(PollingState state) => _state = state;

    private void Next()
    {
        if (hall.Roster.NextAfter(_state.AtEntry, Suits) is { } next)
        {
            Show(next);
            return;
        }

        hall.Dynamics = hall.Dynamics with { Polled = null };
        _state = _state with { NextAt = null };
    }

    private void Show(Participant next)
    {
        hall.PicturesStale = true;
        hall.Dynamics = hall.Dynamics with { Polled = next.Id };
        _state = _state with { AtEntry = next.Entry, NextAt = hall.Now + _state.Interval };
    }

    private static bool Suits(Participant candidate) => candidate is { HasPicture: true, IsChair: false };
}
