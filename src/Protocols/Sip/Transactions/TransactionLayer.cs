using System.Text;

namespace Protocols.Sip.Transactions;

/// <summary>
/// All transactions of the server, both kinds, and what they share: the clock's queue, the writer, random tags. Bounded: when
/// <see cref="SipOptions.MaxTransactions"/> are open, <see cref="IsFull"/> says that a new request is to be refused.
/// </summary>
internal sealed class TransactionLayer(SipOptions options, IRandomBytes random, ISipOutput output)
{
    private const string Cookie = "z9hG4bK";

    private readonly Dictionary<byte[], ServerTransaction> _servers = new(ByteKeys.Comparer);
    private readonly Dictionary<byte[], ClientTransaction> _clients = new(ByteKeys.Comparer);
    private readonly SipParser _ownWords = new();

    public SipOptions Options => options;

    public TimedQueue Timed { get; } = new();

    public SipWriter Writer { get; } = new();

    public IRandomBytes Random => random;

    public int Count => _servers.Count + _clients.Count;

    public bool IsFull => Count >= options.MaxTransactions;

    public void Send(SipFlow flow, ReadOnlySpan<byte> message) => output.Send(flow, message);

    public TimeSpan Longer(TimeSpan pause) => pause * 2 < options.T2 ? pause * 2 : options.T2;

    public ServerTransaction? FindServer(in SipMessage request, SipMethod method)
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        var length = TransactionKey.OfRequest(request, key, method);
        return _servers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key[..length], out var found) ? found : null;
    }

    /// <summary>Opens a transaction for a request that has none; its responses carry the tag unless the request already has one.</summary>
    public ServerTransaction Open(in SipMessage request, SipFlow flow, byte[]? tag)
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        var length = TransactionKey.OfRequest(request, key, request.Method);
        Writer.Fragment();
        ReplyHead.Write(Writer, request, flow);
        var opened = new ServerTransaction(
            this, key[..length].ToArray(), request.Method, ReplyHead.Back(request, flow), Writer.Written.ToArray(), request.ToTag.IsEmpty ? tag : null);
        _servers[opened.Key] = opened;
        return opened;
    }

    /// <summary>Sends the only response to a request, and keeps it for as long as the request may come again.</summary>
    public void Keep(in SipMessage request, SipFlow flow, ReadOnlySpan<byte> response, Instant now)
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        var length = TransactionKey.OfRequest(request, key, request.Method);
        var kept = new ServerTransaction(this, key[..length].ToArray(), request.Method, ReplyHead.Back(request, flow), [], null);
        _servers[kept.Key] = kept;
        kept.Send(StatusOf(response), response, now);
    }

    public void Remove(ServerTransaction transaction) => _servers.Remove(transaction.Key);

    public ClientTransaction? FindClient(in SipMessage response)
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        var length = TransactionKey.OfResponse(response.Via.Branch, response.Method, key);
        return _clients.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key[..length], out var found) ? found : null;
    }

    public ClientTransaction Start(IResponseTaker owner, SipMethod method, SipFlow flow, byte[] branch, ReadOnlySpan<byte> request, Instant now)
    {
        var started = new ClientTransaction(this, owner, method, flow, branch, request.ToArray());
        _clients[KeyOf(started)] = started;
        started.Start(now);
        return started;
    }

    public void Remove(ClientTransaction transaction) => _clients.Remove(KeyOf(transaction));

    /// <summary>A connection is gone, or could not be had: what waits on it need not wait longer.</summary>
    public void FlowGone(SipFlow flow, Instant now)
    {
        foreach (var transaction in _clients.Values.Where(open => open.Flow == flow).ToList())
            transaction.Fail(RequestFailure.FlowGone, now);
    }

    /// <summary>Repeats the request's head under another method: the ACK of a refusal and the CANCEL must look like it (§17.1.1.3, §9.1).</summary>
    public byte[] WriteAck(ClientTransaction invite, in SipMessage refusal) =>
        WriteFollower(invite, SipMethod.Ack, refusal.TryFind(SipHeader.To, out var to) ? to : []);

    public byte[] WriteCancel(ClientTransaction invite) => WriteFollower(invite, SipMethod.Cancel, []);

    public byte[] NewBranch() => Encoding.ASCII.GetBytes(Cookie + NewWord(8));

    public byte[] NewTag() => Encoding.ASCII.GetBytes(NewWord(8));

    public string NewWord(int bytes)
    {
        Span<byte> word = stackalloc byte[bytes];
        random.Fill(word);
        return Convert.ToHexStringLower(word);
    }

    /// <summary>A number from zero to less than the limit, for waiting times.</summary>
    public int Draw(int limit)
    {
        Span<byte> drawn = stackalloc byte[4];
        random.Fill(drawn);
        return (int)(BitConverter.ToUInt32(drawn) % (uint)limit);
    }

    public void WriteVia(SipWriter writer, SipFlow flow, ReadOnlySpan<byte> branch) =>
        writer.Begin(SipHeader.Via).Raw("SIP/2.0/"u8).Raw(flow.TransportName).Raw(" "u8).Text(HostOf()).Raw(":"u8).Number(PortOf(flow))
            .Raw(";rport;branch="u8).Raw(branch).End();

    public void WriteContact(SipWriter writer, SipFlow flow, ReadOnlySpan<char> user)
    {
        writer.Begin(SipHeader.Contact).Raw("<sip:"u8);
        if (!user.IsEmpty)
            writer.Text(user).Raw("@"u8);
        writer.Text(HostOf()).Raw(":"u8).Number(PortOf(flow)).Raw(flow.Transport switch
        {
            SipTransport.Tls => ";transport=tls>"u8,
            SipTransport.Tcp => ";transport=tcp>"u8,
            _ => ">"u8,
        }).End();
    }

    // "SIP/2.0 404 …"
    private static int StatusOf(ReadOnlySpan<byte> response) => int.Parse(response.Slice(8, 3));

    private string HostOf() => options.Host.Contains(':', StringComparison.Ordinal) ? $"[{options.Host}]" : options.Host;

    private ushort PortOf(SipFlow flow) => flow.Transport == SipTransport.Tls ? options.TlsPort : options.Port;

    private static byte[] KeyOf(ClientTransaction transaction)
    {
        Span<byte> key = stackalloc byte[TransactionKey.MaxLength];
        return key[..TransactionKey.OfResponse(transaction.Branch, transaction.Method, key)].ToArray();
    }

    private byte[] WriteFollower(ClientTransaction invite, SipMethod method, ReadOnlySpan<byte> to)
    {
        if (_ownWords.Parse(invite.Request, SipFraming.Datagram, out var request) != SipRefusal.None)
            return [];

        Writer.Request(method.Name(), request.RequestUri);
        Repeat(SipHeader.Via, request);
        Repeat(SipHeader.Route, request);
        Repeat(SipHeader.From, request);
        if (to.IsEmpty)
            Repeat(SipHeader.To, request);
        else
            Writer.Header(SipHeader.To, to);
        Repeat(SipHeader.CallId, request);
        Repeat(SipHeader.ProxyAuthorization, request);
        Repeat(SipHeader.Authorization, request);
        Writer.Begin(SipHeader.CSeq).Number(request.CSeq).Raw(" "u8).Raw(method.Name()).End().Header(SipHeader.MaxForwards, 70);
        return Writer.Finish().ToArray();
    }

    private void Repeat(SipHeader header, in SipMessage from)
    {
        foreach (var line in from.Values(header))
            Writer.Header(header, line);
    }
}
