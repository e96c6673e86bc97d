namespace Protocols.Srtp;

/// <summary>The streams a receiver knows, at most <paramref name="capacity"/> of them. A stranger gets a place only after authentication.</summary>
internal sealed class SrtpStreamTable(int capacity)
{
    private readonly List<SrtpStream> _streams = [];
    private SrtpStream? _latest;

    public bool IsFull => _streams.Count >= capacity;

    public SrtpStream? Find(uint ssrc)
    {
        // Packets of a video frame come together, so it is mostly the latest one again; else a walk of a few dozen at most.
        if (_latest?.Ssrc == ssrc)
            return _latest;

        foreach (var stream in _streams)
        {
            if (stream.Ssrc == ssrc)
                return _latest = stream;
        }

        return null;
    }

    public SrtpStream Add(uint ssrc)
    {
        var stream = new SrtpStream(ssrc);
        _streams.Add(stream);
        return stream;
    }

    public void Remove(uint ssrc)
    {
        _streams.RemoveAll(stream => stream.Ssrc == ssrc);
        _latest = null;
    }
}
