namespace Meetings;

/// <summary>How a <see cref="MeetingLanguage"/> is written on the wire.</summary>
public static class MeetingLanguages
{
    extension(MeetingLanguage language)
    {
        public string Wire => language == MeetingLanguage.English ? "en-US" : "zh-CN";
    }

    public static bool TryParse(string? wire, out MeetingLanguage language)
    {
        language = string.Equals(wire, "en-US", StringComparison.OrdinalIgnoreCase) ? MeetingLanguage.English : MeetingLanguage.Chinese;
        return language == MeetingLanguage.English || string.Equals(wire, "zh-CN", StringComparison.OrdinalIgnoreCase);
    }
}
