using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Rest.Control;

/// <summary>Who controls which meeting, as his token says. Turns what was given into one command, or says what is wrong with it.</summary>
internal sealed record ControlCaller(ControlToken Token, RunningMeeting Meeting, ConferenceDesk Desk)
{
    public static ValueTask<ControlCaller> BindAsync(HttpContext http) =>
        ValueTask.FromResult(http.Features.Get<ControlCaller>() ?? throw new InvalidOperationException("This endpoint has no door that knows its controller."));

    public async Task<Done> AskAsync(Func<Actor, MeetingCommand> command) => await Desk.AskAsync(Meeting.Conference, command(Token.Actor));

    public async Task<Done> AskAsync<T>(Given<T> one, Func<Actor, T, MeetingCommand> command) =>
        one.Refusal != Refusal.None ? one.Refusal : await AskAsync(by => command(by, one.Value));

    public async Task<Done> AskAsync<T1, T2>(Given<T1> one, Given<T2> other, Func<Actor, T1, T2, MeetingCommand> command)
    {
        if (one.Refusal != Refusal.None)
            return one.Refusal;
        return other.Refusal != Refusal.None ? other.Refusal : await AskAsync(by => command(by, one.Value, other.Value));
    }
}
