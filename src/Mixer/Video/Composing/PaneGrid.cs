using Mixer.Video.Drawing;

namespace Mixer.Video.Composing;

/// <summary>
/// Where panes are: blocks of cells of a grid that covers the whole canvas. Every layout is one of these. A later pane lies over an earlier one,
/// so a small one may stand on a large one.
/// </summary>
public sealed record PaneGrid
{
    public const int MostPanes = 64;
    private const int MostLines = 64;

    public PaneGrid(int columns, int rows, IReadOnlyList<PaneCells> panes)
    {
        if (columns is < 1 or > MostLines || rows is < 1 or > MostLines || panes.Count is < 1 or > MostPanes)
            throw new ArgumentException($"A grid of {columns} x {rows} with {panes.Count} panes is none.", nameof(panes));
        if (panes.Any(pane => pane.Left < 0 || pane.Top < 0 || pane.Width < 1 || pane.Height < 1 || pane.Width > columns - pane.Left || pane.Height > rows - pane.Top))
            throw new ArgumentException("A pane reaches beyond the grid.", nameof(panes));

        (Columns, Rows, Panes) = (columns, rows, panes);
    }

    public int Columns { get; }

    public int Rows { get; }

    public IReadOnlyList<PaneCells> Panes { get; }

    /// <summary>
    /// The pixels of a pane. Each line of the grid is brought to the nearest even pixel by itself, so neighbours meet without a slit, and where
    /// half, a third or a quarter of the canvas is even, the pane is exactly that.
    /// </summary>
    internal PixelArea Area(int pane, CanvasSize canvas)
    {
        var cells = Panes[pane];
        var (left, right) = (Even(cells.Left, Columns, canvas.Width), Even(cells.Left + cells.Width, Columns, canvas.Width));
        var (top, bottom) = (Even(cells.Top, Rows, canvas.Height), Even(cells.Top + cells.Height, Rows, canvas.Height));
        return new(left, top, right - left, bottom - top);
    }

    internal bool Same(PaneGrid other) =>
        ReferenceEquals(this, other) || (Columns == other.Columns && Rows == other.Rows && Panes.SequenceEqual(other.Panes));

    private static int Even(int line, int lines, int pixels) => ((line * pixels) + lines) / (2 * lines) * 2;
}

/// <summary>The block of cells that a pane covers.</summary>
public readonly record struct PaneCells(int Left, int Top, int Width, int Height);
