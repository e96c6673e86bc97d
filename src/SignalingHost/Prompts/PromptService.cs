namespace SignalingHost.Prompts;

/// <summary>
/// Loads the prompts when the first caller is to be told something: a server that nobody dials keeps the memory. The operator's own
/// files are looked at beside the start, so that he is told at once of each that is not as it should be.
/// </summary>
internal sealed class PromptService(string ownFolder, ILogger<PromptService> log) : BackgroundService
{
    private readonly Lazy<PromptLibrary> _library = new(() => Load(ownFolder, log));

    /// <summary>Whether <see cref="Library"/> is at hand at once.</summary>
    public bool IsLoaded => _library.IsValueCreated;

    /// <summary>The first time takes some tenths of a second.</summary>
    public PromptLibrary Library => _library.Value;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        ownFolder.Length > 0 ? Task.Run(() => _library.Value, stoppingToken) : Task.CompletedTask;

    private static PromptLibrary Load(string ownFolder, ILogger log)
    {
        var library = PromptLibrary.Load(PromptLibrary.BuiltIn, ownFolder, out var problems);
        foreach (var problem in problems)
            Log.PromptRefused(log, problem);

        return library;
    }
}
