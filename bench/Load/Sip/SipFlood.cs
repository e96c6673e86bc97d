using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Load.Edge;
using Protocols;
using Protocols.Sip;

namespace Load.Sip;

/// <summary>
/// All terminals on one UDP socket and one thread. So many of them ask at a time; each that has its answer makes room for the next, so the
/// server is always busy and never flooded. What was lost is said again after half a second, as T1 has it.
/// </summary>
internal sealed class SipFlood : IDisposable
{
    private static readonly TimeSpan Repetition = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(16);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SipParser _parser = new();
    private readonly byte[] _buffer = new byte[65_536];
    private readonly Dictionary<int, (Instant Since, Instant Again)> _asking = [];
    private int _lives;

    public SipFlood(IPEndPoint server, IPAddress from)
    {
        _socket.Bind(new IPEndPoint(from, 0));
        _socket.Connect(server);
        _socket.ReceiveBufferSize = 4 * 1024 * 1024;
        _socket.ReceiveTimeout = 50;
    }

    public SipTerminal[] Terminals { get; private set; } = [];

    /// <summary>What had to be said again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Terminals that have just been switched on: they know no challenge, and their registrations are new ones.</summary>
    /// <param name="numbers">Whose they are.</param>
    /// <param name="media">What they offer in their calls, from the line "m=" on; telephones of G.711 where nothing is said.</param>
    public void SwitchOn(string[] numbers, string? media = null)
    {
        var life = ++_lives;
        var here = (IPEndPoint)_socket.LocalEndPoint!;
        Terminals = [.. numbers.Select((number, index) => new SipTerminal(index, life, number, here.Address.ToString(), (ushort)here.Port, media, bytes => _socket.Send(bytes)))];
    }

    /// <summary>
    /// Lets terminals ask from the <paramref name="first"/> on, one after the other and round again, so many at a time, until so many have been answered or time is up. Whoever
    /// <paramref name="then"/> says has asked something more is waited for once more. Gives back how many were done with it all.
    /// </summary>
    public int Run(int count, int atOnce, TimeSpan limit, Action<SipTerminal> ask, Func<SipTerminal, bool>? then = null, Action<SipTerminal>? answered = null, int first = 0)
    {
        var (begun, done) = (0, 0);
        var end = Clock.Now + limit;
        _asking.Clear();
        while (done < count && Clock.Now < end)
        {
            while (begun < count && _asking.Count < Math.Min(atOnce, Terminals.Length) && _asking.TryAdd((first + begun) % Terminals.Length, (Clock.Now, Clock.Now + Repetition)))
                ask(Terminals[(first + begun++) % Terminals.Length]);
            if (!TryReceive(out var terminal))
            {
                RepeatWhatIsLate();
                continue;
            }

            answered?.Invoke(terminal);
            if (then?.Invoke(terminal) == true)
            {
                _asking[terminal.Index] = (Clock.Now, Clock.Now + Repetition);
                continue;
            }

            _asking.Remove(terminal.Index);
            done++;
        }

        return done;
    }

    /// <summary>Answers what the server asks meanwhile.</summary>
    public void Stay(TimeSpan time)
    {
        for (var end = Clock.Now + time; Clock.Now < end;)
            TryReceive(out _);
    }

    public void Dispose() => _socket.Dispose();

    // False when nothing came for a moment, or nothing that ends anything.
    private bool TryReceive(out SipTerminal terminal)
    {
        terminal = null!;
        int length;
        try
        {
            length = _socket.Receive(_buffer);
        }
        catch (SocketException)
        {
            return false;
        }

        if (_parser.Parse(_buffer.AsSpan(0, length), SipFraming.Datagram, out var message) != SipRefusal.None)
            return false;
        if (message.IsRequest)
        {
            Answer(message);
            return false;
        }

        return TryFind(message, out terminal) && terminal.Take(message);
    }

    // "r17-1" or "c17-1-3": the first number is the terminal's.
    private bool TryFind(in SipMessage message, out SipTerminal terminal)
    {
        var name = Encoding.ASCII.GetString(message.CallId[1..]).Split('-')[0];
        var isOurs = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Terminals.Length;
        terminal = isOurs ? Terminals[index] : null!;
        return isOurs;
    }

    // The server asks whether a call is still there, or ends it.
    private void Answer(in SipMessage request)
    {
        if (request.Method == SipMethod.Ack)
            return;
        if (request.Method == SipMethod.Bye && TryFind(request, out var terminal))
            terminal.WasHungUp();

        var writer = new SipWriter().Response(200, "OK");
        foreach (var via in request.Values(SipHeader.Via))
            writer.Header(SipHeader.Via, via);
        foreach (var header in new[] { SipHeader.From, SipHeader.To, SipHeader.CallId, SipHeader.CSeq })
        {
            if (request.TryFind(header, out var value))
                writer.Header(header, value);
        }

        _socket.Send(writer.Finish());
    }

    private void RepeatWhatIsLate()
    {
        var now = Clock.Now;
        foreach (var (index, (since, again)) in _asking.Where(one => one.Value.Again <= now).ToArray())
        {
            if (now - since > Patience)
                throw new InvalidOperationException($"Terminal {index} has no answer for {Patience.TotalSeconds:F0} s.");

            _asking[index] = (since, now + Repetition);
            Terminals[index].Repeat();
            Repeated++;
        }
    }
}
