using System.Text;

namespace SignalingHost.Conferences;

/// <summary>The texts of many bookings by which they are found, one after the other in one piece of memory, each ended by a byte that no text has.</summary>
internal sealed class BookingTexts
{
    private const byte End = 0xFF;

    // Where each slot begins; one more than there are slots.
    private readonly List<int> _starts = [0];
    private byte[] _bytes = new byte[256];
    private bool[] _found = [];

    private int Count => _starts.Count - 1;

    /// <summary>Takes the next slot.</summary>
    public void Add(string text)
    {
        var start = _starts[^1];
        var length = Encoding.UTF8.GetByteCount(text);
        if (start + length + 1 > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(start + length + 1, _bytes.Length * 2));
        Encoding.UTF8.GetBytes(text, _bytes.AsSpan(start));
        _bytes[start + length] = End;
        _starts.Add(start + length + 1);
    }

    public bool Contains(int slot, ReadOnlySpan<byte> sought) => _bytes.AsSpan(_starts[slot].._starts[slot + 1]).IndexOf(sought) >= 0;

    /// <summary>For each slot whether it has it. Good until the next call.</summary>
    public bool[] Find(ReadOnlySpan<byte> sought)
    {
        if (_found.Length < Count)
            _found = new bool[Count + (Count / 2)];
        Array.Clear(_found);

        var text = _bytes.AsSpan(0, _starts[^1]);
        for (var (at, slot) = (0, 0); text[at..].IndexOf(sought) is var next and >= 0 && at < text.Length; at = _starts[slot])
        {
            at += next;
            while (_starts[slot + 1] <= at)
                slot++;
            _found[slot++] = true;
        }

        return _found;
    }

    /// <summary>Gives a text a lower slot, from the lowest on: what stands between is let go.</summary>
    public void Move(int slot, int to)
    {
        var (start, length, at) = (_starts[slot], _starts[slot + 1] - _starts[slot], _starts[to]);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(at));
        _starts[to + 1] = at + length;
    }

    /// <summary>Leaves the first slots only.</summary>
    public void Cut(int count)
    {
        _starts.RemoveRange(count + 1, Count - count);
        if (_starts[^1] < _bytes.Length / 4)
            Array.Resize(ref _bytes, Math.Max(256, _starts[^1] * 2));
    }
}
