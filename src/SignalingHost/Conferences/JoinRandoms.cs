using System.Collections.Concurrent;
using Meetings;

namespace SignalingHost.Conferences;

/// <summary>
/// Fifteen digits that stand for a meeting and the role of whoever knew its password, for a few minutes: with them a page enters without
/// showing the password. They are many enough that none is guessed within their life, and no more are kept than would fit a full house.
/// </summary>
internal sealed class JoinRandoms(IIdentitySource identities, TimeProvider clock)
{
    private const int Digits = 15;
    private const int Most = 50_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, JoinRandom> _known = new(StringComparer.Ordinal);

    public string Draw(ConferenceId meeting, bool isChair)
    {
        var now = clock.GetUtcNow();
        if (_known.Count >= Most)
            Forget(now);

        var digits = identities.Digits(Digits);
        _known[digits] = new JoinRandom(meeting, isChair, now + Life);
        return digits;
    }

    public JoinRandom? Find(string digits) => _known.TryGetValue(digits, out var known) && known.ExpiresAt > clock.GetUtcNow() ? known : null;

    private void Forget(DateTimeOffset now)
    {
        foreach (var (digits, known) in _known)
        {
            if (known.ExpiresAt <= now)
                _known.TryRemove(digits, out _);
        }

        // Still full: the oldest half goes, so that a flood of askers costs them and not the memory.
        if (_known.Count >= Most)
        {
            foreach (var (digits, _) in _known.OrderBy(pair => pair.Value.ExpiresAt).Take(Most / 2).ToArray())
                _known.TryRemove(digits, out _);
        }
    }
}

internal sealed record JoinRandom(ConferenceId Meeting, bool IsChair, DateTimeOffset ExpiresAt);
