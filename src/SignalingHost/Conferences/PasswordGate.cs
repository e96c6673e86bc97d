using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Conferences;

/// <summary>Counts wrong meeting passwords by meeting and by source; past a few the meeting, or the source, has to wait longer and longer.</summary>
internal sealed class PasswordGate(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly TryLimits _limits = new(new TryLimitOptions());

    // Many people sit behind one address; a source may err as often as ten meetings.
    private readonly TryLimits _sources = new(new TryLimitOptions { FreeTries = 50 });

    public bool IsLocked(ConferenceId meeting, string source)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
            return _limits.IsLocked(TryKey.Meeting(meeting), now) || _sources.IsLocked(TryKey.Source(source), now);
    }

    public void Failed(ConferenceId meeting, string source)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            _limits.Failed(TryKey.Meeting(meeting), now);
            _sources.Failed(TryKey.Source(source), now);
        }
    }

    public void Succeeded(ConferenceId meeting)
    {
        lock (_gate)
            _limits.Succeeded(TryKey.Meeting(meeting));
    }
}
