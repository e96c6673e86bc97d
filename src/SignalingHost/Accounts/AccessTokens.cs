using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Meetings;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>
/// The tokens by which callers are known: 256 random bits, kept as SHA-256 hashes, living for hours. Whoever has been found once is
/// remembered until something about him or his tokens changes.
/// </summary>
internal sealed class AccessTokens(Store store, TimeProvider clock)
{
    // Clients log in again by themselves after 10 or 12 hours and never because of a 401, so a token must outlive that.
    public static readonly TimeSpan Life = TimeSpan.FromHours(16);

    private const int MostOfApiClients = 64;
    private const int ApiClient = 72;
    private const int MostRemembered = 20_000;
    private const int LongestText = 128;

    private static readonly TimeSpan PortalLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefreshedLife = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);
    private long _changes;

    /// <summary>Makes a token for an account. Its holder alone has the text.</summary>
    public async Task<NewToken> IssueAsync(StoreSession session, Member member, int clientType, string source)
    {
        var token = Draw(member.Id, TokenKind.Access, clientType, source, Life, out var text);
        await TokenTable.InsertAsync(session, token);
        foreach (var ended in await TokenTable.TrimAsync(session, token, clientType == ApiClient ? MostOfApiClients : 1))
            Forget(ended);
        return new NewToken(text, token);
    }

    /// <summary>A token that is good for one jump to the portal.</summary>
    public Task<string> IssuePortalJumpAsync(Caller caller, string source) => store.WriteAsync(async session =>
    {
        await TokenTable.InsertAsync(session, Draw(caller.Account, TokenKind.PortalJump, caller.ClientType, source, PortalLife, out var text));
        return text;
    });

    /// <summary>Who holds a token, or null: unknown, expired, ended, or of an account that is stopped.</summary>
    public async ValueTask<Caller?> FindAsync(string text)
    {
        if (text.Length > LongestText)
            return null;

        var hash = HashOf(text);
        var now = clock.GetUtcNow();
        if (_remembered.TryGetValue(hash, out var known))
            return known.ExpiresAt > now ? known.Caller : null;

        var changes = Interlocked.Read(ref _changes);
        var found = await store.ReadAsync(session => LookUpAsync(session, hash, now));
        if (found is null)
            return null;

        if (_remembered.Count >= MostRemembered)
            _remembered.Clear();
        if (Interlocked.Read(ref _changes) == changes)
            _remembered[hash] = found;
        return found.Caller;
    }

    /// <summary>The token's record and whose it is; null as <see cref="FindAsync"/>.</summary>
    public async Task<(IssuedToken Token, Member Member)?> ExamineAsync(StoreSession session, string text)
    {
        if (text.Length is 0 or > LongestText)
            return null;

        var hash = HashOf(text);
        if (await TokenTable.FindAsync(session, hash, clock.GetUtcNow()) is not { Kind: TokenKind.Access } token || !IsSame(token.Hash, hash))
            return null;
        return await MemberTable.FindAsync(session, token.Account) is { IsActive: true } member ? (token, member) : null;
    }

    /// <summary>A new token in place of one, which lives on just long enough for what is under way.</summary>
    public async Task<NewToken> RefreshAsync(StoreSession session, IssuedToken old, Member member, string source)
    {
        var shortened = clock.GetUtcNow() + RefreshedLife;
        await TokenTable.ShortenAsync(session, old.Hash, shortened);
        Forget(old.Hash);
        return await IssueAsync(session, member, old.ClientType, source);
    }

    public async Task EndAsync(string hash)
    {
        await store.WriteAsync(session => TokenTable.EndAsync(session, hash));
        Forget(hash);
    }

    /// <summary>Something about an account has changed: what is remembered of it is looked up anew. Call it after the change is committed.</summary>
    public void Forget(AccountId account)
    {
        Interlocked.Increment(ref _changes);
        foreach (var (hash, known) in _remembered)
        {
            if (known.Caller.Account == account)
                _remembered.TryRemove(hash, out _);
        }
    }

    public void ForgetAll()
    {
        Interlocked.Increment(ref _changes);
        _remembered.Clear();
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Forget(string hash)
    {
        Interlocked.Increment(ref _changes);
        _remembered.TryRemove(hash, out _);
    }

    private async Task<Remembered?> LookUpAsync(StoreSession session, string hash, DateTimeOffset now)
    {
        if (await TokenTable.FindAsync(session, hash, now) is not { Kind: TokenKind.Access } token || !IsSame(token.Hash, hash))
            return null;
        if (await MemberTable.FindAsync(session, token.Account) is not { IsActive: true } member
            || await CorporationTable.FindAsync(session, member.Corporation) is not { } tenant)
            return null;

        return new Remembered(new Caller(member.Id, member.Corporation, member.Admin, tenant.Operator is null, member.Login, member.Name, token.ClientType, hash), token.ExpiresAt);
    }

    // The index finds by hash, which tells a stranger nothing of the token; the last word is a comparison that takes equally long.
    private static bool IsSame(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));

    private IssuedToken Draw(AccountId account, TokenKind kind, int clientType, string source, TimeSpan life, out string text)
    {
        var now = clock.GetUtcNow();
        text = "cnr" + Base62.Of(RandomNumberGenerator.GetBytes(32));
        return new IssuedToken
        {
            Hash = HashOf(text),
            Account = account,
            Kind = kind,
            ClientType = clientType,
            Source = source,
            CreatedAt = now,
            ExpiresAt = now + life,
        };
    }

    private sealed record Remembered(Caller Caller, DateTimeOffset ExpiresAt);
}

/// <summary>A token at the one moment at which its text is known to us.</summary>
internal sealed record NewToken(string Text, IssuedToken Token);
