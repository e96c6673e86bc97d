using Meetings.Conduct.Layouts;

namespace SignalingHost.Rest.Extensions;

/// <summary>The named layouts of the multi-picture, each with its panes in cells of a grid.</summary>
internal static class LayoutEndpoints
{
    public static void MapLayouts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/ext/layouts", List).As("ext_list_layouts", Door.Open);

    private static Answer<LayoutInfo[]> List() => LayoutCatalogue.Names.Select(Describe).OfType<LayoutInfo>().ToArray();

    private static LayoutInfo? Describe(string name) => LayoutCatalogue.TryFind(name, out var geometry)
        ? new LayoutInfo(name, geometry.Columns, geometry.Rows, [.. geometry.Panes.Select(pane => new PaneInfo(pane.Id, pane.Left, pane.Top, pane.Width, pane.Height))])
        : null;
}

/// <summary>As the wire's PicLayoutInfo: x columns and y rows.</summary>
internal sealed record LayoutInfo(string ImageType, int X, int Y, IReadOnlyList<PaneInfo> SubPicLayoutInfoList);

internal sealed record PaneInfo(int Id, int Left, int Top, int XSize, int YSize);
