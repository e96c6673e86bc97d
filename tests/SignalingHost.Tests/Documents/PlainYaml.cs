namespace SignalingHost.Tests.Documents;

/// <summary>
/// A reader of as much YAML as our files need and of nothing else: mappings, lists and scalars by indentation, quotes, whole-line comments.
/// Mappings become dictionaries, lists become lists, scalars strings; a file that needs more is refused with its line.
/// </summary>
internal sealed class PlainYaml
{
    private readonly List<(int Number, int Indent, string Text)> _lines = [];
    private int _at;

    private PlainYaml(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var body = line.TrimStart(' ');
            if (body.Length == 0 || body[0] == '#')
                continue;

            Require(!line.Contains('\t', StringComparison.Ordinal) && line[^1] != ' ', number, "has a tab, or blanks at its end");
            _lines.Add((number, line.Length - body.Length, body));
        }
    }

    public static Dictionary<string, object> Read(string text)
    {
        var reader = new PlainYaml(text);
        var all = reader.Mapping(0);
        Require(reader._at == reader._lines.Count, reader.Line, "is indented as nothing before it");
        return all;
    }

    private int Line => _at < _lines.Count ? _lines[_at].Number : -1;

    private Dictionary<string, object> Mapping(int indent)
    {
        var found = new Dictionary<string, object>(StringComparer.Ordinal);
        while (_at < _lines.Count && _lines[_at].Indent == indent && !IsItem(_lines[_at].Text))
        {
            var (number, _, text) = _lines[_at++];
            var colon = text.IndexOf(": ", StringComparison.Ordinal);
            var isLast = colon < 0 && text[^1] == ':';
            Require(colon > 0 || isLast, number, "is no 'name: value'");
            var name = isLast ? text[..^1] : text[..colon];
            Require(found.TryAdd(name, isLast ? Block(indent) : Scalar(text[(colon + 2)..], number)), number, $"says {name} again");
        }

        return found;
    }

    private List<object> Sequence(int indent)
    {
        var items = new List<object>();
        while (_at < _lines.Count && _lines[_at].Indent == indent && IsItem(_lines[_at].Text))
        {
            var (number, _, text) = _lines[_at];
            var item = text[2..];
            if (!IsMapping(item))
            {
                _at++;
                items.Add(Scalar(item, number));
                continue;
            }

            // "- name: value" begins a mapping two columns further in.
            _lines[_at] = (number, indent + 2, item);
            items.Add(Mapping(indent + 2));
        }

        return items;
    }

    private object Block(int outer)
    {
        if (_at == _lines.Count || _lines[_at].Indent <= outer)
            return "";

        var indent = _lines[_at].Indent;
        Require(indent == outer + 2, Line, "is not two columns further in");
        return IsItem(_lines[_at].Text) ? Sequence(indent) : Mapping(indent);
    }

    private static string Scalar(string text, int number)
    {
        if (text[0] == '"')
        {
            Require(text.Length > 1 && text.IndexOf('"', 1) == text.Length - 1, number, "has a quote that does not end, or one within");
            return text[1..^1];
        }

        Require("'[{&*!|>%@`".IndexOf(text[0], StringComparison.Ordinal) < 0 && !text.Contains(" #", StringComparison.Ordinal), number, "needs more of YAML than is used here");
        return text;
    }

    private static bool IsItem(string text) => text.StartsWith("- ", StringComparison.Ordinal);

    private static bool IsMapping(string item) => item[0] != '"' && (item.Contains(": ", StringComparison.Ordinal) || item[^1] == ':');

    private static void Require(bool holds, int line, string otherwise)
    {
        if (!holds)
            throw new FormatException($"Line {line} {otherwise}.");
    }
}
