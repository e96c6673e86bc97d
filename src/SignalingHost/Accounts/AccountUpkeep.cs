using System.Data.Common;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>Once in a while forgets what has expired: tokens, used nonces, codes; and takes back what corporations had bought until now.</summary>
internal sealed class AccountUpkeep(Store store, ResourceDesk resources, TimeProvider clock, ILogger<AccountUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public Task ForgetAsync() => store.WriteAsync(async session =>
    {
        var now = clock.GetUtcNow();
        await TokenTable.ForgetExpiredAsync(session, now);
        await AppTable.ForgetNoncesAsync(session, now);
        await ActivationCodeTable.ForgetExpiredAsync(session, now);

        // Twice as far back as the pause, so that none falls between two rounds; settling twice changes nothing.
        foreach (var corporation in await ResourceTable.RunOutAsync(session, now - (Pause * 2), now))
            await resources.SettleAsync(session, corporation, now);
    });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ForgetAsync();
            }
            catch (DbException broken)
            {
                Log.UpkeepFailed(log, broken);
            }
        }
    }
}
