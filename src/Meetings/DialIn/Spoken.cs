using Meetings.Conduct;

namespace Meetings.DialIn;

/// <summary>One recording to be played: its name, which is that of its file, and the language.</summary>
public readonly record struct Spoken(string Name, MeetingLanguage Language)
{
    /// <summary>Every recording that is ever asked for, in one language.</summary>
    public static IEnumerable<string> AllNames => Enum.GetNames<DialInPhrase>().Concat(Enum.GetNames<Prompt>());

    public static Spoken Of(DialInPhrase phrase, MeetingLanguage language) => new(phrase.ToString(), language);

    public static Spoken Of(Prompt prompt, MeetingLanguage language) => new(prompt.ToString(), language);
}
