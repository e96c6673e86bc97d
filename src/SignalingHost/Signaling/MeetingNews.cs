using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;

namespace SignalingHost.Signaling;

/// <summary>One turn of a meeting as its clients hear of it: what all of them are told, written once, and what each finds out for himself.</summary>
internal sealed record MeetingNews(MeetingView View, IReadOnlyList<MeetingEvent> Events, IReadOnlyList<byte[]> ForAll)
{
    /// <summary>Compares states rather than retelling events, so a turn that was missed is in the next one.</summary>
    public static MeetingNews Of(MeetingView before, MeetingView now, IReadOnlyList<MeetingEvent> events)
    {
        var all = new List<byte[]>();
        if (People(before, now) is { } people)
            all.Add(people);
        if (MeetingMembers.Changes(before, now) is { } meeting)
            all.Add(meeting);
        if (!ReferenceEquals(before.Speakers, now.Speakers))
            all.Add(ServerText.Speakers(now.Speakers));

        foreach (var happened in events)
        {
            if (happened is MeetingEvent.Prompted { To: null } prompted && PromptOf(prompted) is { } prompt)
                all.Add(prompt);
        }

        return new MeetingNews(now, events, all);
    }

    /// <summary>Null for what clients see by other means.</summary>
    public static byte[]? PromptOf(MeetingEvent.Prompted prompted)
    {
        var what = prompted.Prompt switch
        {
            Prompt.Muted => "muted",
            Prompt.Unmuted => "unmuted",
            Prompt.RecordingStarted => "recordingStarted",
            Prompt.RecordingPaused => "recordingPaused",
            Prompt.RecordingStopped => "recordingStopped",
            Prompt.LiveStarted => "liveStarted",
            Prompt.LiveStopped => "liveStopped",
            Prompt.EndIsNear => "endIsNear",
            Prompt.YouHowl => "howling",
            Prompt.YouAreChair => "youAreChair",
            _ => null,
        };
        return what is null ? null : ServerText.Prompt(what, new Sentence(
            PromptText.Of(prompted.Prompt, MeetingLanguage.Chinese, prompted.Name),
            PromptText.Of(prompted.Prompt, MeetingLanguage.English, prompted.Name)));
    }

    private static byte[]? People(MeetingView before, MeetingView now)
    {
        if (ReferenceEquals(before.Participants, now.Participants))
            return null;

        var (handsBefore, hands) = (MeetingMembers.Hands(before), MeetingMembers.Hands(now));
        var changed = new List<(Participant, int)>();
        foreach (var one in now.Participants)
        {
            var hand = hands.GetValueOrDefault(one.Id);
            if (!ReferenceEquals(before.Find(one.Id), one) || handsBefore.GetValueOrDefault(one.Id) != hand)
                changed.Add((one, hand));
        }

        var removed = before.Participants.Where(one => now.Find(one.Id) is null).Select(one => one.Id).ToArray();
        return changed.Count == 0 && removed.Length == 0 ? null : ServerText.Participants(changed, removed);
    }
}
