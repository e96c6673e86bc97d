namespace Mixer.Video.Scaling;

/// <summary>
/// From which two neighbours each sample along one line is made when a line of one length becomes one of another, and in which shares
/// of 64. The middles of both lines' samples lie evenly on each other; at the ends the outermost sample is repeated.
/// </summary>
internal sealed class BilinearAxis
{
    public const int One = 1 << OneBits;
    public const int OneBits = 6;

    /// <summary>How many samples are made in one step of a vector.</summary>
    public const int Group = 8;

    private const int Load = 16;

    public BilinearAxis(int from, int to)
    {
        First = new int[to];
        Share = new byte[to];
        var step = ((long)from << 32) / to;
        for (var i = 0; i < to; i++)
        {
            var place = Math.Clamp((step / 2) + (step * i) - (1L << 31), 0, (long)(from - 1) << 32);
            var share = (int)((place + (1L << (31 - OneBits))) >> (32 - OneBits));
            First[i] = Math.Min(share >> OneBits, Math.Max(from - 2, 0));
            Share[i] = (byte)(from == 1 ? 0 : share - (First[i] << OneBits));
        }

        Starts = GC.AllocateArray<int>(to / Group, pinned: true);
        Picks = GC.AllocateArray<byte>(to / Group * Load, pinned: true);
        Shares = GC.AllocateArray<byte>(to / Group * Load, pinned: true);
        HasGroups = TryGroup();
    }

    /// <summary>The first of the two neighbours of each sample; the second is the one behind it.</summary>
    public int[] First { get; }

    /// <summary>The second neighbour's share; the first has the rest of <see cref="One"/>.</summary>
    public byte[] Share { get; }

    /// <summary>Whether all neighbours of any group lie within 16 samples, which they do when the line shrinks to no less than half.</summary>
    public bool HasGroups { get; }

    /// <summary>For each group: where its 16 samples begin; which of them are picked, in pairs; and the shares of both of each pair.</summary>
    public int[] Starts { get; }

    public byte[] Picks { get; }

    public byte[] Shares { get; }

    private bool TryGroup()
    {
        for (var group = 0; group < Starts.Length; group++)
        {
            Starts[group] = First[group * Group];
            for (var i = 0; i < Group; i++)
            {
                var (sample, at) = ((group * Group) + i, (group * Load) + (2 * i));
                var pick = First[sample] - Starts[group];
                if (pick + 1 >= Load)
                    return false;

                (Picks[at], Picks[at + 1]) = ((byte)pick, (byte)(pick + 1));
                (Shares[at], Shares[at + 1]) = ((byte)(One - Share[sample]), Share[sample]);
            }
        }

        return true;
    }
}
