using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Meetings;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// The tokens of controllers: a prefix and 256 random bits as hex, kept as hashes, living for half an hour and kept alive by asking
/// again. All that live are in memory, because every control call asks; the store has them for the next process. A token outlives its
/// meeting, so that whoever holds it learns that the meeting is over rather than that he is a stranger.
/// </summary>
internal sealed class ControlTokens(Store store, TimeProvider clock, ILogger<ControlTokens> log) : IHostedService, IDisposable
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private const string Prefix = "cnf";
    private const string TicketPrefix = "cws";
    private const int TextBytes = 32;
    private const int LongestText = 128;
    private const int MostOfRun = 2_000;
    private const int MostTickets = 50_000;

    private static readonly TimeSpan TicketLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WrittenEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UpkeepEvery = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, ControlToken> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (ControlToken Token, DateTimeOffset ExpiresAt)> _tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RunId, int> _count = new();
    private ITimer? _upkeep;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var token in await store.ReadAsync(session => ControlTokenTable.ListAsync(session, clock.GetUtcNow())))
            Remember(token);
        _upkeep = clock.CreateTimer(_ => Forget(), null, UpkeepEvery, UpkeepEvery);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _upkeep?.Dispose();

    /// <summary>A new token. Its holder alone has the text. Null when far too many of one meeting live already.</summary>
    public async Task<(string Text, ControlToken Token)?> IssueAsync(ControlToken holder)
    {
        if (_count.GetValueOrDefault(holder.Run) >= MostOfRun)
            return null;

        var text = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TextBytes));
        var token = holder with { Hash = AccessTokens.HashOf(text), ExpiresAt = clock.GetUtcNow() + Life };
        await store.WriteAsync(session => ControlTokenTable.InsertAsync(session, token));
        Remember(token);
        return (text, token);
    }

    /// <summary>Whose token it is; null: unknown or expired.</summary>
    public ControlToken? Find(string text)
    {
        if (text.Length is 0 or > LongestText)
            return null;

        // Found by hash, which tells a stranger nothing of the text; the last word is a comparison that takes equally long.
        var hash = AccessTokens.HashOf(text);
        return _tokens.TryGetValue(hash, out var token)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token.Hash), Encoding.ASCII.GetBytes(hash))
            && token.ExpiresAt > clock.GetUtcNow()
            ? token : null;
    }

    /// <summary>Another half hour from now.</summary>
    public async Task<ControlToken> ProlongAsync(ControlToken token)
    {
        var prolonged = token with { ExpiresAt = clock.GetUtcNow() + Life };
        if (prolonged.ExpiresAt - token.ExpiresAt < WrittenEvery)
            return token;

        await store.WriteAsync(session => ControlTokenTable.ProlongAsync(session, prolonged));
        _tokens[token.Hash] = prolonged;
        return prolonged;
    }

    /// <summary>A ticket for one connection of the push channel, within a minute.</summary>
    public string IssueTicket(ControlToken token)
    {
        if (_tickets.Count >= MostTickets)
            _tickets.Clear();

        var text = TicketPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TextBytes));
        _tickets[AccessTokens.HashOf(text)] = (token, clock.GetUtcNow() + TicketLife);
        return text;
    }

    /// <summary>Uses a ticket up; null where there is none.</summary>
    public ControlToken? Redeem(string ticket) =>
        ticket.Length is > 0 and <= LongestText && _tickets.TryRemove(AccessTokens.HashOf(ticket), out var kept) && kept.ExpiresAt > clock.GetUtcNow() ? kept.Token : null;

    private void Remember(ControlToken token)
    {
        _tokens[token.Hash] = token;
        _count.AddOrUpdate(token.Run, 1, (_, count) => count + 1);
    }

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, ticket) in _tickets)
        {
            if (ticket.ExpiresAt <= now)
                _tickets.TryRemove(hash, out _);
        }

        foreach (var (hash, token) in _tokens)
        {
            if (token.ExpiresAt > now || !_tokens.TryRemove(hash, out _))
                continue;
            if (_count.AddOrUpdate(token.Run, 0, (_, count) => count - 1) <= 0)
                _count.TryRemove(token.Run, out _);
        }

        _ = ForgetStoredAsync(now);
    }

    private async Task ForgetStoredAsync(DateTimeOffset now)
    {
        try
        {
            await store.WriteAsync(session => ControlTokenTable.ForgetExpiredAsync(session, now));
        }
        catch (DbException broken)
        {
            Log.UpkeepFailed(log, broken);
        }
    }
}
