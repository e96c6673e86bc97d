using Meetings;
using Meetings.Corporations;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>Who somebody is by his password or by his app's word. Failures are counted for the account and for where they come from.</summary>
internal sealed class Logins(Store store, MemberDesk members, PasswordTries tries, AccountOptions accounts, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan NonceOfEndless = TimeSpan.FromDays(400);

    // Checked where there is no such account, so that a login takes as long.
    private readonly string _hashOfNobody = PasswordHash.Of("", accounts.HashIterations);

    // Hashing is meant to be slow; a flood of logins may not take every core for it.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>By the name of the account, or its other name where the corporation's own system speaks.</summary>
    public async Task<Login> ByPasswordAsync(string login, string password, string source)
    {
        var name = PasswordTries.AccountKey(login);
        if (tries.IsLocked(name, source))
            return new Login(Refusal.UserLocked, null);

        var (member, hash) = await store.ReadAsync(async session =>
        {
            var found = await MemberTable.FindByLoginAsync(session, login);
            return (found, found is null ? null : (await MemberTable.CredentialsAsync(session, found.Id))?.Password);
        });
        if (!await CheckAsync(password, hash))
        {
            tries.Failed(name, source);
            return new Login(Refusal.UserNameOrPasswordError, null);
        }

        tries.Succeeded(name, source, isHighest: true);
        return member!.IsActive ? new Login(Refusal.None, member) : new Login(Refusal.AccountNotActivated, null);
    }

    /// <summary>By the signature of an app. Without a user it is the corporation's default administrator.</summary>
    public async Task<Login> ByAppAsync(AppLogin login, string source)
    {
        var now = clock.GetUtcNow();
        if (tries.IsLocked(source))
            return new Login(Refusal.UserLocked, null);

        var app = await store.ReadAsync(session => AppTable.FindAsync(session, login.Signature.AppId));
        var corporation = login.CorporationId.Length > 0 ? login.CorporationId : null;
        if (app is not { IsActive: true } || !login.Signature.IsBy(app.Key, corporation, login.UserId, login.ExpireTime, login.Nonce))
        {
            tries.Failed(source);
            return new Login(Refusal.AppIdCheckFailed, null);
        }

        if (login.ExpireTime != 0 && now.ToUnixTimeSeconds() > login.ExpireTime)
            return new Login(Refusal.AppIdAuthExpired, null);

        return await store.WriteAsync(session => EnterAsync(session, app, login, now));
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<Login> EnterAsync(StoreSession session, App app, AppLogin login, DateTimeOffset now)
    {
        var forget = login.ExpireTime == 0 ? now + NonceOfEndless : DateTimeOffset.FromUnixTimeSeconds(Math.Min(login.ExpireTime, now.ToUnixTimeSeconds() + (long)NonceOfEndless.TotalSeconds));
        if (!await AppTable.TryUseNonceAsync(session, app.Id, login.Nonce, forget))
            return new Login(Refusal.AppIdCheckFailed, null);

        // An app of the operator may speak for its tenants; any other app for its own corporation alone.
        var target = login.CorporationId.Length > 0 ? new CorporationId(login.CorporationId) : app.Corporation;
        if (await CorporationTable.FindAsync(session, target) is not { } tenant || (tenant.Id != app.Corporation && tenant.Operator != app.Corporation))
            return new Login(Refusal.AppIdCheckFailed, null);

        var member = login.UserId.Length == 0
            ? await MemberTable.DefaultAdminAsync(session, tenant.Id)
            : await MemberTable.FindByThirdLoginAsync(session, tenant.Id, login.UserId);
        if (member is null && login.UserId.Length > 0 && tenant.AutoUserCreate)
            member = await members.AddByAppAsync(session, tenant, login, now);
        if (member is null)
            return new Login(Refusal.AppIdAccountNotBound, null);
        return member.IsActive ? new Login(Refusal.None, member) : new Login(Refusal.AccountNotActivated, null);
    }

    private async Task<bool> CheckAsync(string password, string? hash)
    {
        var isSomebodys = !string.IsNullOrEmpty(hash);
        await _hashing.WaitAsync();
        try
        {
            return await Task.Run(() => PasswordHash.Check(password, isSomebodys ? hash! : _hashOfNobody)) && isSomebodys;
        }
        finally
        {
            _hashing.Release();
        }
    }
}

/// <summary>Who it is, or why not.</summary>
internal readonly record struct Login(Refusal Refusal, Member? Member);
