using System.Globalization;
using System.Net;
using System.Text;
using Protocols;
using Protocols.Sip;
using Protocols.Sip.Digest;

namespace Load.Sip;

/// <summary>One terminal: registers, calls and hangs up. What it says is what terminals say over UDP, no more; who carries it is not its business.</summary>
internal sealed class SipTerminal : IRandomBytes
{
    private readonly Random _random;
    private readonly string _address;
    private readonly string _body;
    private readonly DigestClient _digest;
    private readonly SipWriter _writer = new();
    private readonly Action<ReadOnlySpan<byte>> _send;
    private readonly int _life;
    private byte[] _last = [];
    private byte[] _uri = [];
    private byte[] _toTag = [];
    private int _sequence;
    private int _call;
    private string _branch = "";

    public SipTerminal(int index, int life, string number, string host, ushort port, string? media, Action<ReadOnlySpan<byte>> send)
    {
        (Index, Number, _life, _send) = (index, number, life, send);
        _random = new Random(index);
        _address = $"{number}@{host}:{port}";
        _digest = new DigestClient(number, SipAccounts.Password, this);
        media ??= $"m=audio {30_000 + (2 * index)} RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";
        _body = $"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n{media}";
    }

    public int Index { get; }

    public string Number { get; }

    /// <summary>The last final status that was not a challenge; 0 while one is waited for.</summary>
    public int Status { get; private set; }

    public bool IsInCall { get; private set; }

    /// <summary>Where the server wants to hear this call; null until it was answered.</summary>
    public IPEndPoint? Media { get; private set; }

    /// <summary>The description that the last call was answered with.</summary>
    public string Answer { get; private set; } = "";

    public void Register() => Begin("REGISTER", "sip:meeting.local");

    public void Call(string dialled)
    {
        _call++;
        Begin("INVITE", $"sip:{dialled}@meeting.local");
    }

    public void HangUp()
    {
        IsInCall = false;
        Status = 0;
        Ask("BYE", ++_sequence);
    }

    public void WasHungUp() => IsInCall = false;

    /// <summary>Over UDP whatever was not answered is said again.</summary>
    public void Repeat() => _send(_last);

    /// <summary>True when what was asked has its answer.</summary>
    public bool Take(in SipMessage response)
    {
        if (response.Status < 200 || response.CSeq != _sequence || Status != 0)
            return false;

        var isInvite = response.Method == SipMethod.Invite;
        if (isInvite)
        {
            _toTag = response.ToTag.ToArray();
            if (response.Status < 300)
                _branch = NewBranch();
            Write("ACK", _sequence);
            _send(_writer.Finish());
        }

        if (response.Status is 401 or 407 && _digest.TryTake(response))
        {
            _toTag = [];
            Ask(isInvite ? "INVITE" : "REGISTER", ++_sequence);
            return false;
        }

        Status = response.Status;
        IsInCall = isInvite && Status < 300;
        if (IsInCall)
        {
            Answer = Encoding.UTF8.GetString(response.Body);
            Media = ReadMedia(Answer);
        }

        return true;
    }

    void IRandomBytes.Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    private static IPEndPoint ReadMedia(string description)
    {
        var lines = description.Split("\r\n");
        var host = lines.First(line => line.StartsWith("c=IN IP4 ", StringComparison.Ordinal))["c=IN IP4 ".Length..];
        var port = lines.First(line => line.StartsWith("m=audio ", StringComparison.Ordinal)).Split(' ')[1];
        return new IPEndPoint(IPAddress.Parse(host), int.Parse(port, CultureInfo.InvariantCulture));
    }

    private void Begin(string method, string uri)
    {
        (_uri, _toTag, Status) = (Encoding.ASCII.GetBytes(uri), [], 0);
        Ask(method, ++_sequence);
    }

    private void Ask(string method, int sequence)
    {
        _branch = NewBranch();
        Write(method, sequence);
        if (method != "BYE")
            _writer.Begin(SipHeader.Contact).Raw("<sip:"u8).Text(_address).Raw(">"u8).End();
        if (method == "REGISTER")
            _writer.Header(SipHeader.Expires, 3_600);
        _digest.Write(_writer, Encoding.ASCII.GetBytes(method), _uri);
        if (method == "INVITE")
            _writer.Header(SipHeader.ContentType, "application/sdp");
        _last = _writer.Finish(method == "INVITE" ? Encoding.ASCII.GetBytes(_body) : []).ToArray();
        _send(_last);
    }

    private void Write(string method, int sequence)
    {
        _writer.Request(Encoding.ASCII.GetBytes(method), _uri);
        _writer.Begin(SipHeader.Via).Raw("SIP/2.0/UDP "u8).Text(_address.AsSpan(_address.IndexOf('@', StringComparison.Ordinal) + 1)).Raw(";rport;branch="u8).Text(_branch).End();
        _writer.Begin(SipHeader.From).Raw("<sip:"u8).Text(Number).Raw("@meeting.local>;tag="u8).Number(Index).End();
        _writer.Begin(SipHeader.To).Raw("<"u8).Text(method == "REGISTER" ? $"sip:{Number}@meeting.local" : Encoding.ASCII.GetString(_uri)).Raw(">"u8);
        if (_toTag.Length > 0)
            _writer.Raw(";tag="u8).Text(_toTag);
        _writer.End();
        _writer.Header(SipHeader.CallId, method == "REGISTER" ? string.Create(CultureInfo.InvariantCulture, $"r{Index}-{_life}") : string.Create(CultureInfo.InvariantCulture, $"c{Index}-{_life}-{_call}"));
        _writer.Begin(SipHeader.CSeq).Number(sequence).Raw(" "u8).Text(method).End().Header(SipHeader.MaxForwards, 70);
    }

    private string NewBranch() => string.Create(CultureInfo.InvariantCulture, $"z9hG4bK{Index}x{_random.NextInt64():x}");
}
