using System.Text;

namespace Protocols.Tests.Codecs;

/// <summary>
/// Dependency descriptors written field by field from the tables of the AV1 RTP specification (appendix A.6), as strings of
/// bits and so independent of the product's own writer.
/// </summary>
internal sealed class DescriptorBits
{
    private readonly StringBuilder _bits = new();

    /// <summary>One template of a structure: its layers, one of "-DSR" per decode target, frame and chain distances.</summary>
    public sealed record Template(int Spatial, int Temporal, string Indications, int[] Distances, int[] Chains);

    /// <summary>Appendix A.6.1, decode targets from 7.5 to 30 frames per second.</summary>
    public static readonly Template[] L1T3 =
    [
        new(0, 0, "SSS", [], [0]),
        new(0, 0, "SSS", [4], [4]),
        new(0, 1, "-DS", [2], [2]),
        new(0, 2, "--D", [1], [1]),
        new(0, 2, "--D", [1], [3]),
    ];

    /// <summary>Full scalability in two spatial layers, small target first.</summary>
    public static readonly Template[] L2T1 =
    [
        new(0, 0, "SR", [2], [2, 1]),
        new(0, 0, "SS", [], [0, 0]),
        new(1, 0, "-R", [2, 1], [1, 1]),
        new(1, 0, "-S", [1], [1, 1]),
    ];

    /// <summary>Two spatial layers that depend on each other in key pictures only.</summary>
    public static readonly Template[] L2T1Key =
    [
        new(0, 0, "S-", [2], [2, 1]),
        new(0, 0, "SS", [], [0, 0]),
        new(1, 0, "-S", [2], [1, 2]),
        new(1, 0, "-S", [1], [1, 1]),
    ];

    public static byte[] Short(int template, int frame, bool start = true, bool end = true) =>
        new DescriptorBits().Head(template, frame, start, end).ToBytes();

    public static byte[] WithStructure(
        Template[] templates, int template, int frame, int offset = 0, (int Width, int Height)[]? sizes = null, string? active = null) =>
        new DescriptorBits().Head(template, frame)
            .Add(active is null ? "10000" : "11000").Structure(templates, offset, sizes).Add(active ?? string.Empty).ToBytes();

    public DescriptorBits Head(int template, int frame, bool start = true, bool end = true) =>
        Add(start ? "1" : "0").Add(end ? "1" : "0").Add(template, 6).Add(frame, 16);

    public DescriptorBits Structure(Template[] templates, int offset, (int Width, int Height)[]? sizes)
    {
        var targets = templates[0].Indications.Length;
        var chains = templates[0].Chains.Length;
        Add(offset, 6).Add(targets - 1, 5);
        for (var i = 1; i < templates.Length; i++)
            Add(templates[i].Spatial > templates[i - 1].Spatial ? 2 : templates[i].Temporal > templates[i - 1].Temporal ? 1 : 0, 2);

        Add(3, 2);
        foreach (var indication in templates.SelectMany(t => t.Indications))
            Add("-DSR".IndexOf(indication, StringComparison.Ordinal), 2);

        foreach (var template in templates)
        {
            foreach (var distance in template.Distances)
                Add(1, 1).Add(distance - 1, 4);

            Add(0, 1);
        }

        AddNonSymmetric(chains, targets + 1);
        for (var target = 0; target < targets; target++)
            AddNonSymmetric(Math.Min(target, chains - 1), chains);

        foreach (var distance in templates.SelectMany(t => t.Chains))
            Add(distance, 4);

        Add(sizes is null ? 0 : 1, 1);
        foreach (var (width, height) in sizes ?? [])
            Add(width - 1, 16).Add(height - 1, 16);

        return this;
    }

    public DescriptorBits Add(string bits)
    {
        _bits.Append(bits);
        return this;
    }

    public DescriptorBits Add(int value, int count) => Add(Convert.ToString(value, 2).PadLeft(count, '0'));

    public byte[] ToBytes() => _bits.ToString().PadRight((_bits.Length + 7) / 8 * 8, '0')
        .Chunk(8).Select(bits => Convert.ToByte(new string(bits), 2)).ToArray();

    private void AddNonSymmetric(int value, int bound)
    {
        var width = (int)Math.Floor(Math.Log2(bound)) + 1;
        var shorter = (1 << width) - bound;
        if (value < shorter)
        {
            if (width > 1)
                Add(value, width - 1);
        }
        else
        {
            Add(value + shorter, width);
        }
    }
}
