namespace SignalingHost.Startup;

/// <summary>
/// The server cannot start as things are. Each sentence says what is wrong and what to do; the host prints them and ends with
/// exit code 1. Thrown by whoever finds out, up to the moment the server is ready.
/// </summary>
internal sealed class StartRefusal : Exception
{
    public StartRefusal(params IReadOnlyList<string> sentences)
        : base(string.Join(Environment.NewLine, sentences)) => Sentences = sentences;

    public IReadOnlyList<string> Sentences { get; }

    public async Task<int> PrintAsync(TextWriter output)
    {
        foreach (var sentence in Sentences)
            await output.WriteLineAsync(sentence);
        return 1;
    }
}
