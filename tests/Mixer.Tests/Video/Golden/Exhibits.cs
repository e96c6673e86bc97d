using System.Collections.Immutable;
using Meetings.Conduct.Layouts;
using Mixer.Tests.Video.World;
using Mixer.Video.Composing;

namespace Mixer.Tests.Video.Golden;

/// <summary>What there is to be seen: every layout that a meeting may set, and what a canvas shows beside panes.</summary>
internal static class Exhibits
{
    private static readonly string[] People =
    [
        "王小明", "Anna Schmidt", "李娜 (深圳)", "José García", "会议室 TE40", "Дмитрий", "张伟", "Zoë", "刘洋", "Sarah O'Neill", "陈静", "Ahmet", "杨帆", "Mia",
        "赵磊", "Tom", "黄蓉", "Eva", "周杰", "Ben", "吴倩", "Ida", "徐静", "Max", "孙莉",
    ];

    public static IEnumerable<string> Names => [.. LayoutCatalogue.Names, .. Others.Keys];

    private static Dictionary<string, Func<NumberedSources, Scene>> Others { get; } = new(StringComparer.Ordinal)
    {
        ["Custom"] = sources => OnGrid(sources, new PaneGrid(12, 12, [new(0, 0, 6, 6), new(6, 0, 6, 6), new(0, 6, 4, 4), new(4, 6, 4, 4), new(8, 6, 4, 4), new(3, 10, 2, 2), new(7, 10, 2, 2)])),
        ["Content and three"] = sources => WithContent(sources, people: 3),
        ["Content and nine"] = sources => WithContent(sources, people: 9),
        ["Content and speaker"] = sources => OnGrid(sources, new PaneGrid(40, 40, [new(0, 0, 40, 40), new(29, 29, 10, 10)]), content: true),
        ["Avatars"] = Avatars,
        ["Narrow pictures"] = NarrowPictures,
        ["Caption and recording"] = sources => Layout(sources, "Four") with { IsRecorded = true, Caption = new("请各位与会者保持静音 · Please mute your microphones") },
        ["Waiting"] = _ => new Scene
        {
            Grid = GridOf("Single"),
            Waiting = new("等待其他与会者加入", ["Waiting for others to join", "会议 ID  982 315 667", "+86 755 0000 0000"]),
        },
    };

    public static Scene Scene(string name, NumberedSources sources) =>
        Others.TryGetValue(name, out var other) ? other(sources) : Layout(sources, name);

    public static PaneGrid GridOf(string name)
    {
        Assert.That(LayoutCatalogue.TryFind(name, out var geometry), Is.True, name);
        return new(geometry.Columns, geometry.Rows, [.. geometry.Panes.Select(pane => new PaneCells(pane.Left, pane.Top, pane.Width, pane.Height))]);
    }

    private static Scene Layout(NumberedSources sources, string name) => OnGrid(sources, GridOf(name));

    /// <summary>The first camera's owner speaks, every third is muted.</summary>
    private static Scene OnGrid(NumberedSources sources, PaneGrid grid, bool content = false) => new()
    {
        Grid = grid,
        Panes =
        [
            .. Enumerable.Range(0, grid.Panes.Count).Select(at => new PaneScene
            {
                Source = sources.Open(at + 1),
                Name = content && at == 0 ? string.Empty : People[at % People.Length],
                IsSpeaking = at == (content ? 1 : 0),
                IsMuted = at % 3 == 2,
                Fit = content && at == 0 ? PaneFit.Whole : null,
            }),
        ],
    };

    private static Scene WithContent(NumberedSources sources, int people) => OnGrid(sources, GridOf(LayoutCatalogue.NameForContent(people)), content: true);

    private static Scene Avatars(NumberedSources sources) => OnGrid(sources, GridOf("Six")) with
    {
        Panes =
        [
            new() { Source = new SourceId(101), Name = "王小明", IsSpeaking = true },
            new() { Name = "Anna Schmidt", IsMuted = true },
            new() { Name = "+86 755 1234 5678" },
            new() { Name = "Дмитрий" },
            new() { Name = "李娜" },
        ],
    };

    private static Scene NarrowPictures(NumberedSources sources) => new()
    {
        Grid = GridOf("Four"),
        Panes = ImmutableArray.Create(
            new PaneScene { Source = sources.Open(1, 720, 1280), Name = "whole 竖屏" },
            new PaneScene { Source = sources.Open(2, 720, 1280), Name = "filled 竖屏", Fit = PaneFit.Filled },
            new PaneScene { Source = sources.Open(3, 704, 576), Name = "4CIF" },
            new PaneScene { Source = sources.Open(4, 1920, 800), Name = "wide" }),
    };
}
