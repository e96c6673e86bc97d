namespace Protocols.Codecs;

/// <summary>What a decoder of one H.264 level can take (H.264 table A-1). Rates of the stream are in units of 1 000 bit/s.</summary>
public readonly record struct H264Level(byte Number, int MacroblocksPerSecond, int Macroblocks, int KilobitsPerSecond)
{
    /// <summary>Level 1b goes by the number 9 in profiles that have no flag for it.</summary>
    private static readonly H264Level[] Levels =
    [
        new(9, 1_485, 99, 128),
        new(10, 1_485, 99, 64),
        new(11, 3_000, 396, 192),
        new(12, 6_000, 396, 384),
        new(13, 11_880, 396, 768),
        new(20, 11_880, 396, 2_000),
        new(21, 19_800, 792, 4_000),
        new(22, 20_250, 1_620, 4_000),
        new(30, 40_500, 1_620, 10_000),
        new(31, 108_000, 3_600, 14_000),
        new(32, 216_000, 5_120, 20_000),
        new(40, 245_760, 8_192, 20_000),
        new(41, 245_760, 8_192, 50_000),
        new(42, 522_240, 8_704, 50_000),
        new(50, 589_824, 22_080, 135_000),
        new(51, 983_040, 36_864, 240_000),
        new(52, 2_073_600, 36_864, 240_000),
    ];

    /// <summary>A number that is no level means the next one below; nothing below means level 1.</summary>
    public static H264Level Of(int number)
    {
        var found = Levels[1];
        foreach (var level in Levels)
        {
            if (level.Number <= number && level.Number >= found.Number)
                found = level;
        }

        return number == Levels[0].Number ? Levels[0] : found;
    }

    /// <summary>The level whose pictures come nearest to these without being larger or more; of equals the lowest.</summary>
    public static H264Level Within(int macroblocks, int macroblocksPerSecond)
    {
        var found = Levels[1];
        foreach (var level in Levels)
        {
            var fits = level.Macroblocks <= macroblocks && level.MacroblocksPerSecond <= macroblocksPerSecond;
            if (fits && (level.Macroblocks > found.Macroblocks || level.MacroblocksPerSecond > found.MacroblocksPerSecond))
                found = level;
        }

        return found;
    }
}
