using System.ComponentModel;
using Meetings.Conduct;

namespace SignalingHost.Settings;

/// <summary>How meetings are conducted here, all of them alike. Whoever changes it changes it for meetings that begin after the next start.</summary>
internal sealed record MeetingSettings
{
    private static readonly MeetingOptions Usual = new();

    [Description("After how long a meeting ends by itself that nobody is in")]
    public TimeSpan EmptyTimeout { get; init; } = Usual.EmptyTimeout;

    [Description("How long the place of somebody is kept whose connection broke")]
    public TimeSpan ReturnWithin { get; init; } = Usual.Grace;

    [Description("How long people have to come back after this process was started again")]
    public TimeSpan ReturnAfterRestart { get; init; } = Usual.RestartGrace;

    [Description("How long somebody who is called has to answer")]
    public TimeSpan RingFor { get; init; } = Usual.NoAnswerAfter;

    [Description("Whether a roll call mutes all but the chair and the one who is called")]
    public bool RollCallMutesOthers { get; init; } = Usual.RollCallMutesOthers;

    [Description("Whether a microphone that howls is muted by itself")]
    public bool MuteHowling { get; init; } = Usual.MuteHowling;

    [Description("Words that no display name may have in it, comma separated")]
    public IReadOnlyList<string> ForbiddenWords { get; init; } = [];

    public MeetingOptions ToOptions() => Usual with
    {
        EmptyTimeout = EmptyTimeout,
        Grace = ReturnWithin,
        RestartGrace = ReturnAfterRestart,
        NoAnswerAfter = RingFor,
        RollCallMutesOthers = RollCallMutesOthers,
        MuteHowling = MuteHowling,
        ForbiddenWords = ForbiddenWords,
    };
}
