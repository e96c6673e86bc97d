namespace Load.Capacity;

/// <summary>One way to fill a server: by so many more of something at a time, until it shows.</summary>
internal interface ICapacityKind
{
    /// <summary>A word for tables and arguments.</summary>
    string Name { get; }

    /// <summary>What one of them is, for people.</summary>
    string What { get; }

    /// <summary>What is called its delay.</summary>
    string Delay { get; }

    int PeopleEach { get; }

    /// <summary>So many are added at a time.</summary>
    int Step { get; }

    CapacityBounds Bounds { get; }

    /// <summary>Adds so many; says why it could not, or nothing.</summary>
    Task<string> GrowAsync(int more);

    /// <summary>Looks for so long at all that are there.</summary>
    Task<CapacityStep> MeasureAsync(TimeSpan time, string what);

    /// <summary>Takes all away.</summary>
    Task EmptyAsync();
}

/// <summary>What may be lost, and how late things may be, before a server counts as full.</summary>
internal sealed record CapacityBounds(double Loss, TimeSpan Delay)
{
    /// <summary>Of one core that the load has for itself: above it, what is late or lost may be the load's doing.</summary>
    public const double LoadBusy = 0.97;

    /// <summary>Why the server no longer does what it should; nothing if it does.</summary>
    public string Judge(CapacityStep step) =>
        step.Refused.Length > 0 ? step.Refused
        : step.Loss > Loss ? "loss"
        : step.Delay > Delay ? "delay"
        : step.LoadBusy > LoadBusy ? "the load was full first"
        : "";
}

/// <summary>What was seen with so many. <see cref="Cpu"/> is in cores, <see cref="Delay"/> what 99 % stay below, <see cref="Loss"/> a share.</summary>
internal sealed record CapacityStep(int Units, int People, double Cpu, TimeSpan Delay, double Loss, double LoadBusy)
{
    /// <summary>What the server itself refused or gave up.</summary>
    public string Refused { get; init; } = "";

    /// <summary>How far the server has stretched what it composes (<c>conference_picture_given_up</c>); 0 for not at all.</summary>
    public int GivenUp { get; init; }

    public double PacketsPerSecond { get; init; }

    public double MemoryMegabytes { get; init; }
}
