namespace Protocols.Sip.Trunks;

/// <summary>How patiently trunks are dealt with.</summary>
public sealed record TrunkOptions
{
    /// <summary>By then an OPTIONS has been sent five times; who has answered none of them is not there.</summary>
    public TimeSpan ProbePatience { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How soon one that failed is tried again; twice that after every further failure.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest that a server may ask us to stay away (Retry-After), by malice or mistake.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon a registration that was refused is tried again; wrong passwords lock accounts, so not soon.</summary>
    public TimeSpan AfterRefusal { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestAfterRefusal { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an INVITE may go without any response before the next server gets it: four tries.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>One call tries so many servers and no more: somebody waits for it.</summary>
    public int MostTries { get; init; } = 4;
}
