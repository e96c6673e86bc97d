using System.Runtime.CompilerServices;

namespace Protocols.Congestion;

/// <summary>
/// How long packets wait at the bottleneck at least: the least one-way delay of the last half second less the least of the last ten.
/// The trend cannot see a queue that is full and stays full; this can. A route that became longer looks like a queue for ten seconds.
/// </summary>
internal sealed class StandingQueue
{
    private const int Slots = 20;
    private const long SlotTicks = TimeSpan.TicksPerMillisecond * 500;

    private Leasts _least;
    private long _newest = -1;

    public TimeSpan Delay
    {
        get
        {
            if (_newest < 0)
                return TimeSpan.Zero;

            var ever = long.MaxValue;
            foreach (var least in _least)
                ever = Math.Min(ever, least);

            var lately = Math.Min(_least[Index(_newest)], _least[Index(_newest + Slots - 1)]);
            return lately == long.MaxValue ? TimeSpan.Zero : new TimeSpan(lately - ever);
        }
    }

    public void Add(Instant sentAt, TimeSpan arrivedAt)
    {
        var slot = sentAt.Ticks / SlotTicks;
        if (_newest < 0 || slot - _newest >= Slots)
        {
            ((Span<long>)_least).Fill(long.MaxValue);
            _newest = slot;
        }

        while (_newest < slot)
            _least[Index(++_newest)] = long.MaxValue;

        ref var least = ref _least[Index(slot)];
        least = Math.Min(least, arrivedAt.Ticks - sentAt.Ticks);
    }

    private static int Index(long slot) => (int)(slot % Slots);

    [InlineArray(Slots)]
    private struct Leasts
    {
        private long _least;
    }
}
