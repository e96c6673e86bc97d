namespace Protocols.Sdp;

/// <summary>
/// Walks the lines of a session description or a fragment of one. Takes CRLF, LF and empty lines; refuses what could hide
/// a line inside another. Bounds: <see cref="MaxLength"/> characters, <see cref="MaxLines"/> lines.
/// </summary>
internal ref struct SdpLines(string text)
{
    /// <summary>Fifty video sections of a browser that lists every codec come to about 200 000 characters.</summary>
    public const int MaxLength = 256 * 1024;

    public const int MaxLines = 12_000;

    private ReadOnlySpan<char> _rest = text;

    /// <summary>Counted from 1, empty lines included, as an editor counts.</summary>
    public int Number { get; private set; }

    public char Type { get; private set; }

    public string Value { get; private set; } = "";

    /// <summary>Empty unless <see cref="TryNext"/> stopped at a bad line rather than at the end.</summary>
    public string Error { get; private set; } = text.Length > MaxLength ? $"the text is longer than {MaxLength} characters" : "";

    public bool TryNext()
    {
        while (Error.Length == 0 && !_rest.IsEmpty)
        {
            var end = _rest.IndexOf('\n');
            var line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            Number++;
            if (Number > MaxLines)
                return Fail($"there are more than {MaxLines} lines");

            if (line.EndsWith('\r'))
                line = line[..^1];

            if (line.IsEmpty)
                continue;

            if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower(line[0]))
                return Fail("is not of the form x=value");

            foreach (var letter in line)
            {
                if (char.IsControl(letter) && letter != '\t')
                    return Fail("holds a control character");
            }

            Type = line[0];
            Value = line[2..].TrimEnd().ToString();
            return true;
        }

        return false;
    }

    public bool Fail(string what)
    {
        Error = $"line {Number}: {what}";
        return false;
    }
}
