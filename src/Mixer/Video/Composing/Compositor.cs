using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Mixer.Video.Drawing;
using Mixer.Video.Scaling;
using Protocols;

namespace Mixer.Video.Composing;

/// <summary>
/// One composed picture. It is told a scene whenever that changes, and composes at each tick from the newest pictures of the sources, drawing again only
/// what is different from the last time. Belongs to one thread; composing allocates nothing.
/// </summary>
public sealed class Compositor : IDisposable
{
    private readonly CanvasSize _size;
    private readonly CanvasStyle _style;
    private readonly CompositorOptions _options;
    private readonly Decorator _decorator;
    private readonly IPictureScaler _scaler;
    private readonly PicturePool _pool;
    private readonly Picture _canvas;

    private Scene? _scene;
    private ComposedPane[] _panes = [];
    private CaptionBand? _caption;
    private Overlay? _captionBand;
    private Overlay? _recordingCorner;
    private Sprite? _recordingMark;
    private bool _isStale;

    private Compositor(CanvasSize size, Picture canvas, CompositorOptions options, Decorator decorator, IPictureScaler scaler, PicturePool pool)
    {
        (_size, _canvas, _options, _decorator, _scaler, _pool) = (size, canvas, options, decorator, scaler, pool);
        _style = new CanvasStyle(size, options);
        canvas.View.Fill(new PixelArea(0, 0, size.Width, size.Height), _style.Background);
    }

    public CanvasSize Size => _size;

    /// <summary>What was composed last. It changes with the next composing, so an encoder is given it in between.</summary>
    public PictureView Canvas => _canvas.View;

    /// <summary>How many panes were drawn the last time.</summary>
    public int PanesDrawn { get; private set; }

    /// <summary>A caption moves, so that every picture is another though nobody sends one.</summary>
    public bool IsMoving => _caption is { Moves: true };

    /// <summary>False: the pool has no memory for a canvas.</summary>
    public static bool TryOpen(
        CanvasSize size, CompositorOptions options, Decorator decorator, IPictureScaler scaler, PicturePool pool, [NotNullWhen(true)] out Compositor? compositor)
    {
        compositor = pool.TryRent(size.Width, size.Height, out var canvas) ? new Compositor(size, canvas, options, decorator, scaler, pool) : null;
        return compositor is not null;
    }

    public void Set(Scene scene, Instant now)
    {
        if (ReferenceEquals(scene, _scene))
            return;

        var before = _scene;
        _scene = scene;
        if (scene.Waiting is { } card)
            SetWaiting(card, before);
        else if (before is { Waiting: null } && before.Grid.Same(scene.Grid))
            SetPanes(scene);
        else
            SetGrid(scene);
        SetOverlays(scene, before, now);
    }

    /// <summary>
    /// The height of the largest pane that shows this source, 0 if none does: what is not shown need not be decoded, and for a small pane a small
    /// layer is enough.
    /// </summary>
    public int ShownHeight(SourceId source)
    {
        var height = 0;
        foreach (ref readonly var pane in _panes.AsSpan())
            height = pane.Scene.Source == source ? Math.Max(height, pane.Area.Height) : height;
        return height;
    }

    /// <summary>False: nothing is different from the last time, and there is nothing to encode.</summary>
    public bool Compose(INewestPictures pictures, Instant now)
    {
        var canvas = _canvas.View;
        var drawn = DrawPanes(canvas, pictures);
        var changed = drawn != 0 || _isStale;
        for (var rest = drawn; rest != 0; rest &= rest - 1)
            Keep(canvas, _panes[BitOperations.TrailingZeroCount(rest)].Area);

        changed |= DrawOverlays(canvas, now);
        PanesDrawn = BitOperations.PopCount(drawn);
        _isStale = false;
        return changed;
    }

    public void Dispose()
    {
        _captionBand?.Dispose();
        _recordingCorner?.Dispose();
        _canvas.Return();
    }

    private ulong DrawPanes(PictureView canvas, INewestPictures pictures)
    {
        var drawn = 0UL;
        for (var at = 0; at < _panes.Length; at++)
        {
            ref var pane = ref _panes[at];
            if (!pane.Draw(canvas, _style, pictures, _scaler))
                continue;

            drawn |= 1UL << at;
            for (var above = pane.Above; above != 0; above &= above - 1)
                _panes[BitOperations.TrailingZeroCount(above)].IsStale = true;
        }

        return drawn;
    }

    private bool DrawOverlays(PictureView canvas, Instant now)
    {
        var changed = false;
        if (_recordingMark is { } mark && _recordingCorner is { IsStale: true } corner)
        {
            corner.Begin(canvas).Blend(mark, 0, 0);
            changed = true;
        }

        if (_caption is { } caption && _captionBand is { } band && (caption.Advance(now) | band.IsStale))
        {
            caption.Draw(band.Begin(canvas));
            changed = true;
        }

        return changed;
    }

    private void SetGrid(Scene scene)
    {
        Clear();
        _panes = new ComposedPane[scene.Grid.Panes.Count];
        for (var at = 0; at < _panes.Length; at++)
            _panes[at] = NewPane(scene, at);
    }

    private void SetPanes(Scene scene)
    {
        for (var at = 0; at < _panes.Length; at++)
        {
            if (_panes[at].Scene != PaneOf(scene, at))
                _panes[at] = NewPane(scene, at);
        }
    }

    private void SetWaiting(WaitingCard card, Scene? before)
    {
        if (before?.Waiting is { } shown && shown.Title == card.Title && shown.Lines.SequenceEqual(card.Lines, StringComparer.Ordinal))
            return;

        Clear();
        _panes = [];
        var (title, line) = (_size.Height / 14, _size.Height / 24);
        var y = (_size.Height - (2 * title) - (2 * line * card.Lines.Length)) / 2;
        DrawCentred(_decorator.Line(card.Title, title, _size.Width, _style.Matrix), y);
        y += 2 * title;
        foreach (var text in card.Lines)
        {
            DrawCentred(_decorator.QuietLine(text, line, _size.Width, _style.Matrix), y);
            y += 2 * line;
        }
    }

    private void DrawCentred(Sprite line, int y) => _canvas.View.Blend(line, (_size.Width - line.Width) / 4 * 2, y & ~1);

    private void Clear()
    {
        var all = new PixelArea(0, 0, _size.Width, _size.Height);
        _canvas.View.Fill(all, _style.Background);
        _isStale = true;
        DropOverlays();
    }

    private ComposedPane NewPane(Scene scene, int at)
    {
        var (pane, area) = (PaneOf(scene, at), scene.Grid.Area(at, _size));
        var above = 0UL;
        for (var over = at + 1; over < scene.Grid.Panes.Count; over++)
            above |= scene.Grid.Area(over, _size).Overlaps(area) ? 1UL << over : 0;

        var hasSomebody = pane.Source is not null || pane.Name.Length > 0;
        return new ComposedPane(area, pane, above)
        {
            Tag = area.Height < NameTag.LowestPane ? null : _decorator.NameTag(pane.Name, pane.IsMuted, area.Height, area.Width - (2 * _style.Margin), _style.Matrix),
            Avatar = hasSomebody ? _decorator.Avatar(pane.Name, Math.Min(area.Width, area.Height) * 9 / 20, _style.Matrix) : null,
        };
    }

    private static PaneScene PaneOf(Scene scene, int at) => at < scene.Panes.Length ? scene.Panes[at] : PaneScene.Empty;

    private void SetOverlays(Scene scene, Scene? before, Instant now)
    {
        var isNew = _captionBand is null && _recordingCorner is null;
        if (!isNew && before is not null && before.Caption == scene.Caption && before.IsRecorded == scene.IsRecorded)
            return;

        if (before?.Caption != scene.Caption)
            _caption = scene.Caption is { } text ? new CaptionBand(text, _size, _style, _options, _decorator, now) : null;

        // What is beneath overlays is put back before the new ones keep it for themselves.
        LiftOverlays();
        DropOverlays();
        if (_caption is { } caption)
            _captionBand = TryLay(caption.Area);
        if (!scene.IsRecorded)
            return;

        var mark = _recordingMark ??= _decorator.Recording(_style.MarkText, _style.Matrix);
        var y = _caption is { Place: CaptionPlace.Top } top ? top.Area.Bottom : 0;
        _recordingCorner = TryLay(new((_size.Width - mark.Width - _style.Margin) & ~1, (y + _style.Margin) & ~1, mark.Width, mark.Height));
    }

    /// <summary>Without memory for what is beneath, the overlay is left out: the people are what matters.</summary>
    private Overlay? TryLay(PixelArea area)
    {
        if (!_pool.TryRent(area.Width, area.Height, out var beneath))
            return null;

        var overlay = new Overlay(area, beneath);
        overlay.Keep(_canvas.View, area);
        return overlay;
    }

    private void Keep(PictureView canvas, PixelArea painted)
    {
        _captionBand?.Keep(canvas, painted);
        _recordingCorner?.Keep(canvas, painted);
    }

    private void LiftOverlays()
    {
        _captionBand?.Begin(_canvas.View);
        _recordingCorner?.Begin(_canvas.View);
        _isStale |= _captionBand is not null || _recordingCorner is not null;
    }

    private void DropOverlays()
    {
        _captionBand?.Dispose();
        _recordingCorner?.Dispose();
        (_captionBand, _recordingCorner) = (null, null);
    }
}
