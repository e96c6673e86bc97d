using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;

namespace SignalingHost.Conferences;

/// <summary>What can be asked of the desk. Answered once, on the pool, after the effect has been stored.</summary>
internal abstract class DeskLetter
{
    private readonly TaskCompletionSource<DeskAnswer> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DeskAnswer _answer = DeskAnswer.Of(Refusal.ConfException);

    public Task<DeskAnswer> Reply => _reply.Task;

    /// <summary>Whether it waits for the store. What is only for the moment (who speaks) does not.</summary>
    public virtual bool IsDurable => true;

    /// <summary>Keeps the answer until <see cref="Send"/>.</summary>
    public void Answer(DeskAnswer answer) => _answer = answer;

    public void Send() => _reply.TrySetResult(_answer);

    public void Refuse(Refusal refusal) => _reply.TrySetResult(DeskAnswer.Of(refusal));

    internal sealed class Ask(ConferenceId conference, MeetingCommand command) : DeskLetter
    {
        public ConferenceId Conference => conference;

        public MeetingCommand Command => command;

        public override bool IsDurable => command is not MeetingCommand.SpeakerLevels;
    }

    /// <summary>Opens the meeting unless it runs already.</summary>
    internal sealed class Open(ConferenceId number) : DeskLetter
    {
        public ConferenceId Number => number;
    }

    /// <summary>Brings somebody in, and opens the meeting if he may.</summary>
    internal sealed class Join(ConferenceId number, JoinRequest request) : DeskLetter
    {
        public ConferenceId Number => number;

        public JoinRequest Request => request;
    }

    /// <summary>The corporation has other seats or rights now.</summary>
    internal sealed class Follow(Corporation corporation) : DeskLetter
    {
        public Corporation Corporation => corporation;
    }
}

/// <summary>What the desk answers: how it ended, and with which meeting.</summary>
internal readonly record struct DeskAnswer(Refusal Refusal, RunningMeeting? Meeting)
{
    public static DeskAnswer Of(Refusal refusal) => new(refusal, null);

    public static DeskAnswer Of(RunningMeeting meeting) => new(Refusal.None, meeting);
}
