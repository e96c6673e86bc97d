using System.Data.Common;
using SignalingHost.Storage;

namespace SignalingHost.Outbox;

/// <summary>
/// Sends what waits in the outbox. Each target gets its messages one after the other and in order; a few targets are served side by side.
/// A message leaves the store after it has arrived, so one may arrive twice when the server dies in between, and none is lost.
/// </summary>
internal sealed class OutboxWorker(Store store, OutboxSignal signal, IEnumerable<IOutboxCarrier> carriers, TimeProvider clock, ILogger<OutboxWorker> log) : BackgroundService
{
    private const int AtOnce = 200;
    private const int TargetsAtOnce = 8;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<OutboxKind, IOutboxCarrier> _carriers = carriers.ToDictionary(carrier => carrier.Kind);

    /// <summary>Sends what is due. True if there may be more.</summary>
    public async Task<bool> SendAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await store.ReadAsync(session => OutboxTable.DueAsync(session, now, AtOnce));
        if (due.Count == 0)
            return false;

        await Parallel.ForEachAsync(
            due.GroupBy(item => item.Target, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = TargetsAtOnce, CancellationToken = cancel },
            async (items, stop) => await SendAsync([.. items], stop));
        return due.Count == AtOnce;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendAsync(stoppingToken))
                {
                }
            }
            catch (DbException broken)
            {
                Log.OutboxFailed(log, broken);
            }

            await signal.WaitAsync(LongestPause, stoppingToken);
        }
    }

    private async Task SendAsync(IReadOnlyList<OutboxItem> items, CancellationToken cancel)
    {
        var gone = new List<string>();
        OutboxItem? failed = null;
        var isBack = false;
        foreach (var item in items)
        {
            var outcome = await CarryAsync(item, cancel);
            if (outcome == Delivery.Failed)
            {
                failed = item;
                break;
            }

            isBack |= item.Attempts > 0 && outcome == Delivery.Arrived;
            gone.Add(item.Id);
        }

        await store.WriteAsync(async session =>
        {
            var now = clock.GetUtcNow();
            if (gone.Count > 0)
                await OutboxTable.RemoveAsync(session, gone);
            if (isBack && failed is null)
                await OutboxTable.HurryAsync(session, items[0].Target, now);
            if (failed is null)
                return;

            if (OutboxPatience.Next(failed, now) is { } next)
            {
                await OutboxTable.PostponeAsync(session, failed, next);
            }
            else
            {
                Log.OutboxGaveUp(log, failed.Kind);
                await OutboxTable.RemoveAsync(session, [failed.Id]);
            }
        });
    }

    private async Task<Delivery> CarryAsync(OutboxItem item, CancellationToken cancel)
    {
        try
        {
            return _carriers.TryGetValue(item.Kind, out var carrier) ? await carrier.CarryAsync(item, cancel) : Delivery.Refused;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)     // our bug; the message waits as if its target had not been there
        {
            Log.OutboxFault(log, fault, item.Kind);
            return Delivery.Failed;
        }
    }
}
