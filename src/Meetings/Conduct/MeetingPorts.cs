namespace Meetings.Conduct;

/// <summary>What a running meeting needs from around it.</summary>
public sealed record MeetingPorts(ISeats Seats, IRecordingSpace RecordingSpace, IParticipantIds Ids);

/// <summary>The seats that this meeting draws from: the corporation's, or those of its cloud meeting room.</summary>
public interface ISeats
{
    /// <summary><see cref="Refusal.None"/>, or 111076003, 111076004, 111072101.</summary>
    Refusal TryTake(ParticipantId who);

    void Return(ParticipantId who);
}

/// <summary>Whether a recording may begin now: the corporation bought space, and some is left.</summary>
public interface IRecordingSpace
{
    /// <summary><see cref="Refusal.None"/>, or why not (111072021, 111072066, 111072067).</summary>
    Refusal MayBegin();
}

/// <summary>Where the ids of people who are called come from.</summary>
public interface IParticipantIds
{
    ParticipantId Next();
}

/// <summary>Hears what a running meeting tells and asks.</summary>
public interface IMeetingOutput
{
    void Raise(MeetingEvent raised);
}
