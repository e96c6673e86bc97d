namespace Meetings.Conduct.Layouts;

/// <summary>Panes on a grid of equal cells that covers the whole 16:9 picture (PicLayoutInfo of the wire).</summary>
public sealed record Geometry(int Columns, int Rows, IReadOnlyList<Cells> Panes)
{
    /// <summary>The first pane is larger than some other, and none is larger than it.</summary>
    public bool IsFirstLarge => Panes.Min(pane => pane.Size) < Panes[0].Size && Panes.Max(pane => pane.Size) == Panes[0].Size;

    /// <summary>Every pane lies on the grid, is larger than nothing, and no two share a cell.</summary>
    public bool IsSound
    {
        get
        {
            if (Columns is < 1 or > 64 || Rows is < 1 or > 64 || Panes.Count is < 1 or > LayoutCatalogue.MaxPanes)
                return false;

            var taken = new bool[Columns * Rows];
            foreach (var pane in Panes)
            {
                if (pane.Left < 0 || pane.Top < 0 || pane.Width < 1 || pane.Height < 1
                    || pane.Width > Columns - pane.Left || pane.Height > Rows - pane.Top)
                    return false;

                for (var y = pane.Top; y < pane.Top + pane.Height; y++)
                {
                    for (var x = pane.Left; x < pane.Left + pane.Width; x++)
                    {
                        if (taken[(y * Columns) + x])
                            return false;
                        taken[(y * Columns) + x] = true;
                    }
                }
            }

            return true;
        }
    }
}

/// <summary>A pane: its number from 1, and the block of cells it covers.</summary>
public readonly record struct Cells(int Id, int Left, int Top, int Width, int Height)
{
    public int Size => Width * Height;
}
