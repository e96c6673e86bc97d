namespace Meetings;

/// <summary>The language of prompts and notices.</summary>
public enum MeetingLanguage
{
    Chinese,
    English,
}
