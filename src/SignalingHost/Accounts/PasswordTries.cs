using System.Net;
using System.Net.Sockets;
using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Accounts;

/// <summary>
/// The wrong passwords of the whole process, asked and told by any request. They are counted three times: for an account or a meeting as
/// one source tries it, for the account or the meeting as all the world tries it, and for the source whatever it tries. So a stranger who
/// guesses shuts himself out soon and the rightful only when he comes from many places; many people behind one address may err more often
/// than one. Kept in memory: a restart forgives.
/// </summary>
internal sealed class PasswordTries(TimeProvider clock)
{
    private readonly Lock _turn = new();
    private readonly TryLimits _pairs = new(new TryLimitOptions());
    private readonly TryLimits _names = new(new TryLimitOptions { FreeTries = 100 });
    private readonly TryLimits _sources = new(new TryLimitOptions { FreeTries = 50 });

    public bool IsLocked(TryKey name, string source)
    {
        var (from, now) = (SourceKey(source), clock.GetUtcNow());
        lock (_turn)
            return _pairs.IsLocked(name.From(from), now) || _names.IsLocked(name, now) || _sources.IsLocked(from, now);
    }

    /// <summary>How long the name may not be tried from there; zero if it may.</summary>
    public TimeSpan LockedFor(TryKey name, string source)
    {
        var (from, now) = (SourceKey(source), clock.GetUtcNow());
        lock (_turn)
            return new[] { _pairs.LockedFor(name.From(from), now), _names.LockedFor(name, now), _sources.LockedFor(from, now) }.Max();
    }

    public bool IsLocked(string source)
    {
        lock (_turn)
            return _sources.IsLocked(SourceKey(source), clock.GetUtcNow());
    }

    public void Failed(TryKey name, string source)
    {
        var (from, now) = (SourceKey(source), clock.GetUtcNow());
        lock (_turn)
        {
            _pairs.Failed(name.From(from), now);
            _names.Failed(name, now);
            _sources.Failed(from, now);
        }
    }

    public void Failed(string source)
    {
        lock (_turn)
            _sources.Failed(SourceKey(source), clock.GetUtcNow());
    }

    /// <summary>
    /// The right password. It forgives the source what it tried here, and the name only where it was the highest password there is: who
    /// knows the guests' may still be guessing the host's.
    /// </summary>
    public void Succeeded(TryKey name, string source, bool isHighest)
    {
        lock (_turn)
        {
            _pairs.Succeeded(name.From(SourceKey(source)));
            if (isHighest)
                _names.Succeeded(name);
        }
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
