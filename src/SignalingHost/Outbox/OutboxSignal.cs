namespace SignalingHost.Outbox;

/// <summary>Says to whoever sends that something new is to be sent.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    public void Ring()
    {
        try
        {
            if (_bell.CurrentCount == 0)
                _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another rang at the same moment; once is enough.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _bell.WaitAsync(atMost, cancel);

    public void Dispose() => _bell.Dispose();
}
