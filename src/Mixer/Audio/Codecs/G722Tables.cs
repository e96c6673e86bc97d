namespace Mixer.Audio.Codecs;

/// <summary>The numbers of ITU-T G.722, under names of our own.</summary>
internal static class G722Tables
{
    /// <summary>Half of the 24 coefficients that split the band in two; the other half is their mirror (table 11).</summary>
    public static ReadOnlySpan<short> Mirror => [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

    /// <summary>Where one level of the lower band's quantizer ends and the next begins (table 14).</summary>
    public static ReadOnlySpan<short> LowDecisions =>
    [
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714,
        786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
    ];

    /// <summary>What the decoder hears in six bits of the lower band.</summary>
    public static ReadOnlySpan<short> Low64 =>
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    /// <summary>What both sides adapt by: the upper four of those bits, which no mode of the codec takes away.</summary>
    public static ReadOnlySpan<short> Low16 =>
        [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];

    /// <summary>How the step of the lower band grows or shrinks after each of those sixteen.</summary>
    public static ReadOnlySpan<short> LowSteps =>
        [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];

    public static ReadOnlySpan<short> High4 => [-7408, -1616, 7408, 1616];

    public static ReadOnlySpan<short> HighSteps => [798, -214, 798, -214];

    /// <summary>Where the upper band's inner level ends.</summary>
    public const int HighDecision = 564;

    /// <summary>2^(11 + i/32): the antilogarithm of a step.</summary>
    public static ReadOnlySpan<short> Antilog =>
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];
}
