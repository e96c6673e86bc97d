using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>
/// Divides a budget over what one receiver watches. First the lowest step for everybody, in order of priority; then screen shares
/// climb as far as they can, then the speaker, then the stage, then panes, taking turns among equals. What a demand has already may be
/// kept as long as it fits <c>budget</c>; a step above that has to fit <c>proven</c>. The order of the demands plays no part.
/// Invariant: the grants together never cost more than the budget, but for the smallest step of the most important picture: it goes
/// on until the budget is less than half of its cost, and for a while even then. An estimate that has just been lowered is by rule below
/// what arrives, and a sender of one size would stand still at every such dip. It begins again as soon as the budget covers it: half and
/// whole are far enough apart to need no waiting.
/// </summary>
internal static class BandwidthDivision
{
    public static void Divide(Bitrate budget, Bitrate proven, Span<Climber> climbers, ReadOnlySpan<LayerOption> steps)
    {
        Sort(climbers);
        var purse = new Purse(budget, Bitrate.Lower(proven, budget));

        if (!climbers.IsEmpty)
            climbers[0].TryBegin(steps, ref purse);

        foreach (ref var climber in climbers)
        {
            if (climber.Level < 0)
                climber.TryClimb(steps, ref purse);
        }

        for (var begin = 0; begin < climbers.Length;)
        {
            var end = begin + 1;
            while (end < climbers.Length && climbers[end].Demand.Priority == climbers[begin].Demand.Priority)
                end++;

            TakeTurns(climbers[begin..end], steps, ref purse);
            begin = end;
        }
    }

    private static void TakeTurns(Span<Climber> equals, ReadOnlySpan<LayerOption> steps, ref Purse purse)
    {
        var climbed = true;
        while (climbed)
        {
            climbed = false;
            foreach (ref var climber in equals)
            {
                // Nobody climbs who could not even be started.
                if (climber.Level >= 0 && climber.TryClimb(steps, ref purse))
                    climbed = true;
            }
        }
    }

    // By insertion: the demands of one receiver are few and nearly in order.
    private static void Sort(Span<Climber> climbers)
    {
        for (var i = 1; i < climbers.Length; i++)
        {
            var climber = climbers[i];
            var at = i;
            for (; at > 0 && climber.ComesBefore(climbers[at - 1]); at--)
                climbers[at] = climbers[at - 1];

            climbers[at] = climber;
        }
    }

    internal struct Purse(Bitrate budget, Bitrate proven)
    {
        private Bitrate _spent;

        public bool TrySpend(Bitrate amount, bool isNew)
        {
            if (_spent + amount > (isNew ? proven : budget))
                return false;

            _spent += amount;
            return true;
        }

        public void Overdraw(Bitrate amount) => _spent += amount;
    }

    /// <summary>One demand on its ladder; level -1 is paused.</summary>
    internal struct Climber(Demand demand, LayerChoice current, bool mayRise, bool goesOn, int index, int firstStep, int stepCount)
    {
        public readonly Demand Demand = demand;

        /// <summary>Where the grant goes.</summary>
        public readonly int Index = index;

        public int Level { get; private set; } = -1;

        public readonly int StepCount => stepCount;

        public readonly LayerOption Step(ReadOnlySpan<LayerOption> steps) => Level < 0 ? default : steps[firstStep + Level];

        public readonly bool ComesBefore(in Climber other) =>
            Demand.Priority != other.Demand.Priority ? Demand.Priority > other.Demand.Priority : Demand.Track < other.Demand.Track;

        public void TryBegin(ReadOnlySpan<LayerOption> steps, ref Purse purse)
        {
            if (stepCount == 0)
                return;

            var first = steps[firstStep].Bitrate;
            if (goesOn)
                purse.Overdraw(first);
            else if (!purse.TrySpend(first, isNew: false))
                return;

            Level = 0;
        }

        public bool TryClimb(ReadOnlySpan<LayerOption> steps, ref Purse purse)
        {
            if (Level + 1 >= stepCount)
                return false;

            var next = steps[firstStep + Level + 1];
            var isNew = next.Choice > current;
            if (isNew && !mayRise)
                return false;

            if (!purse.TrySpend(next.Bitrate - Step(steps).Bitrate, isNew))
                return false;

            Level++;
            return true;
        }
    }
}
