namespace Protocols.Dtls;

/// <summary>
/// The datagrams of the flight that waits for an answer. What OpenSSL writes is one or more whole records, so writes that
/// fit together into one datagram are sent as one (RFC 6347 §4.1.1): fewer chances to be lost. They are kept until the
/// answer is complete, because they may have to be sent once more.
/// </summary>
internal sealed class OutgoingFlight(int mtu)
{
    private const int Limit = 65_536;

    private readonly List<int> _ends = [];
    private byte[] _bytes = [];
    private int _sent;

    private int Length => _ends.Count == 0 ? 0 : _ends[^1];

    /// <summary>Another flight begins; the previous one has been answered, or is written anew.</summary>
    public void Begin()
    {
        _ends.Clear();
        _sent = 0;
    }

    public void Add(ReadOnlySpan<byte> records)
    {
        var start = Length;
        if (start + records.Length > Limit)
            return;

        if (start + records.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(Limit, Math.Max(2 * _bytes.Length, start + Math.Max(records.Length, mtu))));

        records.CopyTo(_bytes.AsSpan(start));
        var end = start + records.Length;
        if (_ends.Count > _sent && end - StartOf(_ends.Count - 1) <= mtu)
            _ends[^1] = end;
        else
            _ends.Add(end);
    }

    public void SendNew(IDtlsOutput output)
    {
        while (_sent < _ends.Count)
        {
            var (start, end) = (StartOf(_sent), _ends[_sent]);
            _sent++;
            output.Send(_bytes.AsSpan(start..end));
        }
    }

    public void SendAgain(IDtlsOutput output)
    {
        _sent = 0;
        SendNew(output);
    }

    /// <summary>Nothing of it will be needed again, nor the memory.</summary>
    public void Forget()
    {
        Begin();
        _bytes = [];
    }

    private int StartOf(int index) => index == 0 ? 0 : _ends[index - 1];
}
