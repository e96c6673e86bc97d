using Meetings.Conduct;

namespace Meetings.DialIn;

/// <summary>What the flow wants done for its call.</summary>
public interface IDialInOutput
{
    /// <summary>Says these one after the other, in place of what is being said; none of them means silence. Tell the flow when they are over.</summary>
    void Speak(IReadOnlyList<Spoken> recordings);

    /// <summary>The tone of waiting, between what is said.</summary>
    void PlayWaitingTone(bool on);

    /// <summary>Lets him in, or says why not, by <see cref="DialInFlow.Answer"/>.</summary>
    void Enter(string meeting, string? password);

    /// <summary>Asks this of the meeting he is in; the answer comes by <see cref="DialInFlow.Answer"/>.</summary>
    void Ask(MeetingCommand command);

    void HangUp(DialInEnd reason);
}
