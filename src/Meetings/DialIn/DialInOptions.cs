namespace Meetings.DialIn;

/// <summary>How patient the voice is.</summary>
public sealed record DialInOptions
{
    /// <summary>So many wrong ids, and so many wrong passwords, are one too many.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>After the question has been asked; then it is asked again.</summary>
    public TimeSpan ForTheFirstKey { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>After a key; then the number is taken to be whole, as if the hash had been pressed.</summary>
    public TimeSpan ForTheNextKey { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A star and its figure in the meeting must not be further apart.</summary>
    public TimeSpan ForAWord { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a question is asked to somebody who presses nothing.</summary>
    public int Questions { get; init; } = 3;

    /// <summary>Whatever is being said, or asked of the meeting, is over by then.</summary>
    public TimeSpan LongestStep { get; init; } = TimeSpan.FromSeconds(30);

    public int LongestNumber { get; init; } = 20;
}
