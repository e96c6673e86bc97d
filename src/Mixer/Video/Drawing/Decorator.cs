namespace Mixer.Video.Drawing;

/// <summary>
/// Draws names, avatars and marks when they are first asked for and keeps them, the least recently used going first. One for each worker,
/// shared by all its canvases: a name is asked for when a scene changes, never per picture.
/// </summary>
public sealed class Decorator(Lettering lettering)
{
    /// <summary>About two thousand names at 720p.</summary>
    private const int MostBytes = 16 << 20;

    private readonly Dictionary<Key, LinkedListNode<(Key Key, Sprite? Sprite)>> _kept = [];
    private readonly LinkedList<(Key Key, Sprite? Sprite)> _byUse = new();
    private int _bytes;

    private enum Kind
    {
        NameTag,
        MutedNameTag,
        Avatar,
        Recording,
        Line,
        QuietLine,
        Band,
    }

    public int Kept => _kept.Count;

    internal Sprite? NameTag(string name, bool muted, int paneHeight, int width, ColourMatrix matrix)
    {
        var clean = lettering.Clean(name);
        return Find(new(muted ? Kind.MutedNameTag : Kind.NameTag, clean, paneHeight, width, matrix), key => Drawing.NameTag.Draw(lettering, key.Text, muted, key.Height, key.Width, key.Matrix));
    }

    internal Sprite Avatar(string name, int diameter, ColourMatrix matrix) =>
        Find(new(Kind.Avatar, lettering.Clean(name), diameter, diameter, matrix), key => Drawing.Avatar.Draw(lettering, key.Text, key.Height, key.Matrix))!;

    internal Sprite Recording(int height, ColourMatrix matrix) =>
        Find(new(Kind.Recording, string.Empty, height, 0, matrix), key => Notices.Recording(lettering, key.Height, key.Matrix))!;

    internal Sprite Line(string text, int height, int width, ColourMatrix matrix) =>
        Find(new(Kind.Line, lettering.Clean(text), height, width, matrix), key => Notices.Line(lettering, key.Text, key.Height, key.Width, Palette.Text, key.Matrix))!;

    internal Sprite QuietLine(string text, int height, int width, ColourMatrix matrix) =>
        Find(new(Kind.QuietLine, lettering.Clean(text), height, width, matrix), key => Notices.Line(lettering, key.Text, key.Height, key.Width, Palette.QuietText, key.Matrix))!;

    internal Sprite Band(int width, int height, ColourMatrix matrix) =>
        Find(new(Kind.Band, string.Empty, height, width, matrix), key => Notices.Band(key.Width, key.Height, key.Matrix))!;

    private Sprite? Find(Key key, Func<Key, Sprite?> draw)
    {
        if (_kept.TryGetValue(key, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Sprite;
        }

        var sprite = draw(key);
        _kept[key] = _byUse.AddFirst((key, sprite));
        _bytes += sprite?.Bytes ?? 0;
        while (_bytes > MostBytes && _byUse.Last is { } oldest && oldest != _byUse.First)
        {
            _byUse.RemoveLast();
            _kept.Remove(oldest.Value.Key);
            _bytes -= oldest.Value.Sprite?.Bytes ?? 0;
        }

        return sprite;
    }

    private readonly record struct Key(Kind Kind, string Text, int Height, int Width, ColourMatrix Matrix);
}
