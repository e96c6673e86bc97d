namespace SignalingHost.Tests.Hosting;

/// <summary>Waiting for what comes in its own time, in small steps: a machine that is slow waits longer.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync(Func<bool> isSo, string what, double seconds = 20) => UntilAsync(() => Task.FromResult(isSo()), what, seconds);

    public static async Task UntilAsync(Func<Task<bool>> isSo, string what, double seconds = 20)
    {
        for (var waited = TimeSpan.Zero; !await isSo(); waited += Step)
        {
            if (waited.TotalSeconds >= seconds)
                throw new InvalidOperationException($"In vain: {what}.");
            await Task.Delay(Step);
        }
    }
}
