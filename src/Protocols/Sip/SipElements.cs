namespace Protocols.Sip;

/// <summary>The elements of one kind of header field, one after the other.</summary>
public ref struct SipElements
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<HeaderLine> _lines;
    private readonly SipHeader _header;
    private readonly bool _areLists;
    private ReadOnlySpan<byte> _rest;
    private int _line;

    internal SipElements(ReadOnlySpan<byte> bytes, ReadOnlySpan<HeaderLine> lines, SipHeader header, bool areLists)
    {
        _bytes = bytes;
        _lines = lines;
        _header = header;
        _areLists = areLists;
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly SipElements GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            while (!_rest.IsEmpty)
            {
                Current = SipText.CutElement(ref _rest);
                if (!Current.IsEmpty)
                    return true;
            }

            while (_line < _lines.Length && _lines[_line].Header != _header)
                _line++;

            if (_line == _lines.Length)
                return false;

            var value = _lines[_line++].Value(_bytes);
            if (_areLists)
            {
                _rest = value;
                continue;
            }

            Current = value;
            return true;
        }
    }
}
