using System.Runtime.CompilerServices;

namespace Mixer.Audio.Codecs;

/// <summary>The last 24 samples before one of the two mirror filters of G.722 (§3.1, §4.5), and the sums over its two halves.</summary>
internal struct G722Mirror
{
    private const int Length = 24;

    private Line _line;

    [InlineArray(Length)]
    private struct Line
    {
        private int _first;
    }

    /// <summary>Takes two samples in and gives the sums over those of the one phase and of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Earlier, int Later) Filter(int first, int second)
    {
        Span<int> line = _line;
        line[2..].CopyTo(line);
        line[Length - 2] = first;
        line[Length - 1] = second;
        var (earlier, later) = (0, 0);
        for (var i = 0; i < Length / 2; i++)
        {
            earlier += line[2 * i] * G722Tables.Mirror[i];
            later += line[(2 * i) + 1] * G722Tables.Mirror[(Length / 2) - 1 - i];
        }

        return (earlier, later);
    }
}
