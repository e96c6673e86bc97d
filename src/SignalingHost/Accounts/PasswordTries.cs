using System.Net;
using System.Net.Sockets;
using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Accounts;

/// <summary>
/// The wrong passwords of the whole process, asked and told by any request: of accounts and meetings by name, and of where they come
/// from, which may err more often because many people can share an address. Kept in memory: a restart forgives.
/// </summary>
internal sealed class PasswordTries(TimeProvider clock)
{
    private readonly Lock _turn = new();
    private readonly TryLimits _names = new(new TryLimitOptions());
    private readonly TryLimits _sources = new(new TryLimitOptions { FreeTries = 50 });

    public bool IsLocked(TryKey name, string source)
    {
        var now = clock.GetUtcNow();
        lock (_turn)
            return _names.IsLocked(name, now) || _sources.IsLocked(SourceKey(source), now);
    }

    public bool IsLocked(string source)
    {
        lock (_turn)
            return _sources.IsLocked(SourceKey(source), clock.GetUtcNow());
    }

    public void Failed(TryKey name, string source)
    {
        lock (_turn)
        {
            _names.Failed(name, clock.GetUtcNow());
            _sources.Failed(SourceKey(source), clock.GetUtcNow());
        }
    }

    public void Failed(string source)
    {
        lock (_turn)
            _sources.Failed(SourceKey(source), clock.GetUtcNow());
    }

    /// <summary>Forgives the name; a source that knows one password may still be guessing another.</summary>
    public void Succeeded(TryKey name)
    {
        lock (_turn)
            _names.Succeeded(name);
    }

    public static TryKey AccountKey(string login) => TryKey.Account((login.Length > 255 ? login[..255] : login).ToLowerInvariant());

    // A network of IPv6 is one source: its owner has 2^64 addresses in it.
    private static TryKey SourceKey(string source)
    {
        if (!IPAddress.TryParse(source, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return TryKey.Source(source);
        return TryKey.Source(Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)));
    }
}
