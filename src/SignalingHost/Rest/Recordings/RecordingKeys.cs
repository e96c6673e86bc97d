using System.Collections.Concurrent;
using Meetings;

namespace SignalingHost.Rest.Recordings;

/// <summary>What a download is let in with: each opens one file, once, within the hour.</summary>
internal sealed class RecordingKeys(IIdentitySource identities, TimeProvider clock)
{
    private const int Digits = 48;
    private const int Most = 100_000;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (RunId Run, string File, DateTimeOffset ExpiresAt)> _known = new(StringComparer.Ordinal);

    public string Draw(RunId run, string file)
    {
        var now = clock.GetUtcNow();
        if (_known.Count >= Most)
        {
            foreach (var (old, known) in _known)
            {
                if (known.ExpiresAt <= now)
                    _known.TryRemove(old, out _);
            }
        }

        var key = identities.Hex(Digits);
        if (_known.Count < Most)
            _known[key] = (run, file, now + Life);
        return key;
    }

    /// <summary>Takes the key: it opens nothing a second time.</summary>
    public bool TryTake(string key, RunId run, string file) =>
        _known.TryRemove(key, out var known) && known.Run == run && known.File == file && known.ExpiresAt > clock.GetUtcNow();
}
