using System.Collections.Frozen;

namespace Meetings.Conduct.Layouts;

/// <summary>
/// The named layouts with their geometry. The even ones are those of the reference product; it publishes the shapes of the others
/// as a picture only, so theirs are ours: the same count, the large block moved round the corners. What has no name (two stacked, 3 x 4, 5 x 4) is for Custom.
/// </summary>
public static class LayoutCatalogue
{
    public const int MaxPanes = 25;

    /// <summary>More people than these are not seen beside shared content.</summary>
    public const int MostBesideContent = 9;

    public const string Custom = "Custom";

    private static readonly (string Name, Geometry Geometry)[] All =
    [
        ("Single", Even(1)),
        ("Two", On(4, 4, (0, 1, 2, 2), (2, 1, 2, 2))),
        ("Three", On(4, 4, (1, 0, 2, 2), (0, 2, 2, 2), (2, 2, 2, 2))),
        ("Three-2", On(6, 6, (0, 1, 4, 4), (4, 1, 2, 2), (4, 3, 2, 2))),
        ("Three-3", On(6, 6, (2, 1, 4, 4), (0, 1, 2, 2), (0, 3, 2, 2))),
        ("Three-4", On(3, 3, (0, 1, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1))),
        ("Four", Even(2)),
        ("Four-2", On(8, 8, (0, 1, 6, 6), (6, 1, 2, 2), (6, 3, 2, 2), (6, 5, 2, 2))),
        ("Four-3", On(8, 8, (2, 1, 6, 6), (0, 1, 2, 2), (0, 3, 2, 2), (0, 5, 2, 2))),
        ("Five", On(10, 10, (0, 1, 8, 8), (8, 1, 2, 2), (8, 3, 2, 2), (8, 5, 2, 2), (8, 7, 2, 2))),
        ("Five-2", On(10, 10, (2, 1, 8, 8), (0, 1, 2, 2), (0, 3, 2, 2), (0, 5, 2, 2), (0, 7, 2, 2))),
        ("Six", Block(3, 2, 0, 0)),
        ("Six-2", Block(3, 2, 1, 0)),
        ("Six-3", Block(3, 2, 0, 1)),
        ("Six-4", Block(3, 2, 1, 1)),
        ("Six-5", On(6, 6, (0, 1, 2, 2), (2, 1, 2, 2), (4, 1, 2, 2), (0, 3, 2, 2), (2, 3, 2, 2), (4, 3, 2, 2))),
        ("Seven", On(24, 24, (0, 5, 8, 8), (8, 5, 8, 8), (16, 5, 8, 8), (0, 13, 6, 6), (6, 13, 6, 6), (12, 13, 6, 6), (18, 13, 6, 6))),
        ("Seven-2", On(24, 24, (0, 5, 6, 6), (6, 5, 6, 6), (12, 5, 6, 6), (18, 5, 6, 6), (0, 11, 8, 8), (8, 11, 8, 8), (16, 11, 8, 8))),
        ("Seven-3", On(4, 4, (0, 0, 3, 3), (3, 0, 1, 1), (3, 1, 1, 1), (3, 2, 1, 1), (0, 3, 1, 1), (1, 3, 1, 1), (2, 3, 1, 1))),
        ("Seven-4", On(4, 4, (1, 0, 3, 3), (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 3, 1, 1), (2, 3, 1, 1), (3, 3, 1, 1))),
        ("Eight", Block(4, 3, 0, 0)),
        ("Eight-2", Block(4, 3, 1, 0)),
        ("Eight-3", Block(4, 3, 0, 1)),
        ("Eight-4", Block(4, 3, 1, 1)),
        ("Nine", Even(3)),
        ("Ten", TwoLarge(top: 0)),
        ("Ten-2", TwoLarge(top: 2)),
        ("Ten-3", TwoLarge(top: 1)),
        ("Ten-4", Block(5, 4, 0, 0)),
        ("Ten-5", Block(5, 4, 1, 0)),
        ("Ten-6", Block(5, 4, 0, 1)),
        ("Thirteen", Block(4, 2, 0, 0)),
        ("Thirteen-2", Block(4, 2, 2, 0)),
        ("Thirteen-3", Block(4, 2, 0, 2)),
        ("Thirteen-4", Block(4, 2, 2, 2)),
        ("Thirteen-5", Block(4, 2, 1, 0)),
        ("ThirteenR", Block(4, 2, 2, 1)),
        ("ThirteenM", Block(4, 2, 1, 1)),
        ("Sixteen", Even(4)),
        ("Seventeen", Block(5, 3, 0, 0)),
        ("Twenty-Five", Even(5)),
    ];

    private static readonly FrozenDictionary<string, Geometry> ByName =
        All.ToFrozenDictionary(layout => layout.Name, layout => layout.Geometry, StringComparer.Ordinal);

    /// <summary>Every name, from one pane to twenty-five.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(layout => layout.Name)];

    public static bool TryFind(string name, out Geometry geometry) => ByName.TryGetValue(name, out geometry!);

    /// <summary>What the automatic multi-picture uses for so many people: the smallest even layout that holds them.</summary>
    public static string NameFor(int people) => people switch
    {
        <= 1 => "Single",
        2 => "Two",
        3 => "Three",
        4 => "Four",
        <= 6 => "Six-5",
        <= 9 => "Nine",
        <= 16 => "Sixteen",
        _ => "Twenty-Five",
    };

    /// <summary>
    /// What shows shared content, large in the first pane, and so many people beside it: to the right while they are few, below it as well when they are more.
    /// </summary>
    public static string NameForContent(int people) => people switch
    {
        <= 0 => "Single",
        <= 3 => "Four-2",
        4 => "Five",
        _ => "Ten-4",
    };

    private static Geometry Even(int side) => Block(side, 1, 0, 0);

    private static Geometry On(int columns, int rows, params (int Left, int Top, int Width, int Height)[] panes) =>
        new(columns, rows, [.. panes.Select((pane, at) => new Cells(at + 1, pane.Left, pane.Top, pane.Width, pane.Height))]);

    /// <summary>One large block, and every other cell of the grid a pane of its own.</summary>
    private static Geometry Block(int side, int size, int left, int top)
    {
        var panes = new List<Cells> { new(1, left, top, size, size) };
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                if (x < left || x >= left + size || y < top || y >= top + size)
                    panes.Add(new(panes.Count + 1, x, y, 1, 1));
            }
        }

        return new(side, side, panes);
    }

    /// <summary>Two panes of a quarter side by side, and eight small ones above and below.</summary>
    private static Geometry TwoLarge(int top)
    {
        var panes = new List<Cells> { new(1, 0, top, 2, 2), new(2, 2, top, 2, 2) };
        for (var y = 0; y < 4; y++)
        {
            for (var x = 0; x < 4 && (y < top || y > top + 1); x++)
                panes.Add(new(panes.Count + 1, x, y, 1, 1));
        }

        return new(4, 4, panes);
    }
}
