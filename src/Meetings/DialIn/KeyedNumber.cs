using Protocols;

namespace Meetings.DialIn;

/// <summary>A number being keyed in: whole with the hash, or when no further key comes. The star begins it anew.</summary>
internal sealed class KeyedNumber(DialInOptions options)
{
    private string _digits = "";

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public bool IsEmpty => _digits.Length == 0;

    public void Clear()
    {
        _digits = "";
        NextDeadline = Instant.Never;
    }

    /// <summary>True when the number is whole.</summary>
    public bool Receive(char key, Instant now)
    {
        switch (key)
        {
            case '#':
                return true;
            case '*':
                Clear();
                return false;
        }

        if (char.IsAsciiDigit(key) && _digits.Length < options.LongestNumber)
            _digits += key;

        NextDeadline = now + options.ForTheNextKey;
        return false;
    }

    public string Take()
    {
        var taken = _digits;
        Clear();
        return taken;
    }
}
