using System.Globalization;

namespace Protocols.Sdp;

/// <summary>H.264's <c>profile-level-id</c>: three bytes that name a profile, its constraints and a level.</summary>
public readonly record struct H264Profile(byte Idc, byte Constraints, byte Level)
{
    /// <summary>What is meant when nothing is said: Baseline, level 1 (RFC 6184 §8.1).</summary>
    public const string DefaultText = "42000a";

    private const byte ConstraintSet3 = 0x10;

    public H264ProfileName Name => Idc switch
    {
        0x42 => (Constraints & 0x40) != 0 ? H264ProfileName.ConstrainedBaseline : H264ProfileName.Baseline,
        0x4D => (Constraints & 0x80) != 0 ? H264ProfileName.ConstrainedBaseline : H264ProfileName.Main,
        0x58 => (Constraints & 0xC0) switch
        {
            0xC0 => H264ProfileName.ConstrainedBaseline,
            0x80 => H264ProfileName.Baseline,
            _ => H264ProfileName.Extended,
        },
        0x64 => (Constraints & 0x0C) == 0x0C ? H264ProfileName.ConstrainedHigh : H264ProfileName.High,
        0xF4 => H264ProfileName.High444Predictive,
        _ => H264ProfileName.Other,
    };

    /// <summary>Level 1b shares the number 11 with level 1.1 and is told apart by a constraint flag; it lies between 1 and 1.1.</summary>
    private int LevelOrder => Level == 11 && (Constraints & ConstraintSet3) != 0 && Idc is 0x42 or 0x4D or 0x58 ? 21 : Level * 2;

    /// <summary>The same tool set; levels may differ.</summary>
    public bool IsSameProfileAs(H264Profile other) =>
        Name == other.Name && (Name != H264ProfileName.Other || (Idc == other.Idc && Constraints == other.Constraints));

    /// <summary>
    /// Whether a decoder of this profile decodes the other. Plain Baseline allows slices in any order, which nobody sends and few decode:
    /// what terminals call so is Constrained Baseline.
    /// </summary>
    public bool Decodes(H264Profile sent) => sent.Name switch
    {
        H264ProfileName.ConstrainedBaseline or H264ProfileName.Baseline => Name is not (H264ProfileName.Other or H264ProfileName.Extended),
        H264ProfileName.Main => Name is H264ProfileName.Main or H264ProfileName.High,
        H264ProfileName.ConstrainedHigh => Name is H264ProfileName.ConstrainedHigh or H264ProfileName.High,
        _ => IsSameProfileAs(sent),
    };

    public bool IsLowerLevelThan(H264Profile other) => LevelOrder < other.LevelOrder;

    /// <summary>Only the level changes; the flag that makes 1.1 into 1b goes with it.</summary>
    public H264Profile WithLevelOf(H264Profile other)
    {
        var flag = other.Level == 11 && Idc is 0x42 or 0x4D or 0x58 ? other.Constraints & ConstraintSet3 : 0;
        return this with { Level = other.Level, Constraints = (byte)((Constraints & ~ConstraintSet3) | flag) };
    }

    public static bool TryParse(string text, out H264Profile profile)
    {
        profile = default;
        if (text.Length != 6 || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return false;

        profile = new((byte)(number >> 16), (byte)(number >> 8), (byte)number);
        return true;
    }

    public override string ToString() => $"{Idc:x2}{Constraints:x2}{Level:x2}";
}
