using Protocols;

namespace Mixer.Inputs;

/// <summary>Says when faults come too thick: as many as are allowed in a second, within one.</summary>
internal sealed class FaultLimit(int perSecond)
{
    private readonly Instant[] _last = [.. Enumerable.Repeat(Instant.Zero - TimeSpan.FromDays(1), perSecond)];
    private int _oldest;

    public bool IsExceededBy(Instant now)
    {
        var isExceeded = now - _last[_oldest] < TimeSpan.FromSeconds(1);
        _last[_oldest] = now;
        _oldest = (_oldest + 1) % _last.Length;
        return isExceeded;
    }
}
