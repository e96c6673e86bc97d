namespace Meetings.Conduct;

/// <summary>What a prompt says, in the language of the meeting: the words for a voice, a label on a terminal, a line in a client.</summary>
public static class PromptText
{
    public static string Of(Prompt prompt, MeetingLanguage language, string name = "") =>
        language == MeetingLanguage.English ? English(prompt, name) : Chinese(prompt, name);

    private static string English(Prompt prompt, string name) => prompt switch
    {
        Prompt.SomeoneJoined => $"{name} joined the meeting",
        Prompt.SomeoneLeft => $"{name} left the meeting",
        Prompt.Muted => "You have been muted",
        Prompt.Unmuted => "You have been unmuted",
        Prompt.RecordingStarted => "The meeting is being recorded",
        Prompt.RecordingPaused => "Recording has been paused",
        Prompt.RecordingStopped => "Recording has stopped",
        Prompt.LiveStarted => "The meeting is being broadcast live",
        Prompt.LiveStopped => "The live broadcast has ended",
        Prompt.EndIsNear => "The meeting ends in five minutes",
        Prompt.YouHowl => "Your microphone howls and has been muted",
        Prompt.WaitForChair => "Please wait: the meeting begins when the host arrives",
        Prompt.WaitForAdmission => "Please wait: the host will let you in",
        Prompt.MeetingEnded => "The meeting has ended",
        Prompt.YouAreChair => "You are the host now",
        _ => "",
    };

    private static string Chinese(Prompt prompt, string name) => prompt switch
    {
        Prompt.SomeoneJoined => $"{name}加入了会议",
        Prompt.SomeoneLeft => $"{name}离开了会议",
        Prompt.Muted => "您已被静音",
        Prompt.Unmuted => "您已被取消静音",
        Prompt.RecordingStarted => "会议正在录制",
        Prompt.RecordingPaused => "会议录制已暂停",
        Prompt.RecordingStopped => "会议录制已停止",
        Prompt.LiveStarted => "会议正在直播",
        Prompt.LiveStopped => "会议直播已结束",
        Prompt.EndIsNear => "会议将在五分钟后结束",
        Prompt.YouHowl => "检测到您的麦克风啸叫，已将您静音",
        Prompt.WaitForChair => "请稍候，主持人入会后会议开始",
        Prompt.WaitForAdmission => "请稍候，主持人将允许您入会",
        Prompt.MeetingEnded => "会议已结束",
        Prompt.YouAreChair => "您已成为主持人",
        _ => "",
    };
}
