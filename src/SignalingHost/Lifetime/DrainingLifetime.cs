using System.Runtime.InteropServices;
using SignalingHost.Settings;
using SignalingHost.Telemetry;

namespace SignalingHost.Lifetime;

/// <summary>
/// Ends the process on SIGTERM or SIGINT: the first drains (no new joins; those inside have <see cref="DrainOptions.Timeout"/>,
/// and when nobody is left it stops at once), the second ends at once. Both end with exit code 0.
/// </summary>
internal sealed class DrainingLifetime(
    Drain drain, DrainOptions options, IMediaStatistics media, IHostApplicationLifetime application, TimeProvider clock, ILogger<DrainingLifetime> log)
    : IHostLifetime, IDisposable
{
    // Often enough that the last person's leaving is noticed at once by human measure.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly List<PosixSignalRegistration> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>Begins the drain; false where it had begun already.</summary>
    public bool Begin()
    {
        if (!drain.TryBegin())
            return false;

        _ = DrainThenStopAsync();
        return true;
    }

    private void Receive(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Begin())
            return;

        Log.EndedAtOnce(log);
        Environment.Exit(0);
    }

    private async Task DrainThenStopAsync()
    {
        var began = clock.GetTimestamp();
        var inside = media.Read().Participants;
        Log.DrainBegan(log, inside, options.Timeout);
        while (inside > 0 && clock.GetElapsedTime(began) < options.Timeout)
        {
            await Task.Delay(LookEvery, clock);
            inside = media.Read().Participants;
        }

        Log.DrainEnded(log, inside);
        application.StopApplication();
    }
}
