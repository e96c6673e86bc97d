using System.Net;
using Load.Edge;
using Protocols;
using Protocols.Rtp;

namespace Load.Telephony;

/// <summary>
/// All telephones of a room, on a thread of their own: each sends 20 ms of a voice or of silence when its turn within the 20 ms comes, and hears
/// how regularly the mix comes. They share one socket, because the server has a port for each of them; that spares the load its core.
/// </summary>
internal sealed class Telephones : IDatagramReader, IDisposable
{
    private const int Turns = 20;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);

    /// <summary>Two packets are missing or late: no telephone's buffer is longer.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(60);

    private readonly List<Telephone>[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new List<Telephone>())];
    private readonly Dictionary<TransportAddress, Telephone> _byServer = [];
    private readonly Lock _gate = new();
    private readonly SendBatch _sending = new();
    private readonly ReceiveBatch _receiving = new();
    private readonly ClientSocket _socket;
    private readonly ClientSocket _reports;
    private readonly SoundCodec _codec;
    private readonly byte[][] _voice;
    private readonly byte[][] _silence;
    private readonly byte[] _datagram = new byte[2_048];
    private readonly Thread _thread;
    private Instant _now;
    private int _talking;
    private long _sent;
    private long _received;
    private long _gaps;
    private volatile bool _hasEnded;

    public Telephones(IPEndPoint local, SoundCodec codec, byte[][] voice, byte[][] silence)
    {
        (_codec, _voice, _silence) = (codec, voice, silence);
        var options = new SocketOptions { BufferBytes = 16 * 1024 * 1024, ArrivalTimes = false };
        _socket = new ClientSocket(local, _sending, options);

        // Nobody reads reports; without a socket each would be answered that nobody is there.
        _reports = new ClientSocket(new IPEndPoint(local.Address, local.Port + 1), _sending, options with { BufferBytes = 4_096 });
        _thread = new Thread(Run) { Name = "telephones", IsBackground = true };
        _thread.Start();
    }

    /// <summary>So many of them talk, the others send silence.</summary>
    public int Talking
    {
        set => Volatile.Write(ref _talking, value);
    }

    public TelephonesTally Tally => new(Clock.Now, Volatile.Read(ref _sent), Volatile.Read(ref _received), Volatile.Read(ref _gaps));

    public void Add(ReadOnlySpan<TransportAddress> servers)
    {
        lock (_gate)
        {
            foreach (var server in servers)
            {
                var index = _byServer.Count;
                var telephone = new Telephone { Index = index, Server = server, Position = index * 37 };
                _byServer.Add(server, telephone);

                // However many come, they are spread over the turns.
                _turns[(int)(index * 0.618034 % 1 * Turns)].Add(telephone);
            }
        }
    }

    void IDatagramReader.Receive(in TransportAddress from, Span<byte> datagram, long arrival)
    {
        if (!_byServer.TryGetValue(from, out var telephone))
            return;

        _received++;
        if (telephone.HeardAt != Instant.Zero && _now - telephone.HeardAt > LongestGap)
            _gaps++;
        telephone.HeardAt = _now;
    }

    public void Dispose()
    {
        _hasEnded = true;
        _thread.Join();
        _socket.Dispose();
        _reports.Dispose();
        _sending.Dispose();
        _receiving.Dispose();
    }

    private void Run()
    {
        var next = Clock.Now;
        for (var turn = 0; !_hasEnded; turn = (turn + 1) % Turns)
        {
            lock (_gate)
            {
                foreach (var telephone in _turns[turn])
                    Speak(telephone);

                _sending.Flush();
                _now = Clock.Now;
                _receiving.Receive(_socket.Descriptor, this);
            }

            next += Turn;
            Clock.Sleep(next - Clock.Now);
        }
    }

    private void Speak(Telephone telephone)
    {
        var says = telephone.Index < _talking ? _voice : _silence;
        var payload = says[telephone.Position++ % says.Length];
        var writer = new RtpHeaderWriter(_datagram);
        writer.TryStart(marker: false, new PayloadType(_codec.PayloadType), telephone.Sequence, telephone.Timestamp, new Ssrc(1_000u + (uint)telephone.Index));
        writer.TryFinish(out var length);
        payload.CopyTo(_datagram.AsSpan(length));
        telephone.Sequence += 1;
        telephone.Timestamp += _codec.TimestampStep;
        _sending.Add(_socket.Descriptor, telephone.Server, _datagram.AsSpan(0, length + payload.Length));
        _sent++;
    }

    private sealed class Telephone
    {
        public required int Index { get; init; }

        public required TransportAddress Server { get; init; }

        public required int Position { get; set; }

        public SequenceNumber Sequence { get; set; }

        public RtpTimestamp Timestamp { get; set; }

        public Instant HeardAt { get; set; } = Instant.Zero;
    }
}

/// <summary>What all telephones sent and heard up to a moment, and how often one of them heard nothing for longer than it can hide.</summary>
internal readonly record struct TelephonesTally(Instant At, long Sent, long Received, long Gaps)
{
    public static TelephonesTally operator -(in TelephonesTally later, in TelephonesTally earlier) =>
        new(Instant.Zero + (later.At - earlier.At), later.Sent - earlier.Sent, later.Received - earlier.Received, later.Gaps - earlier.Gaps);

    public TimeSpan Elapsed => At - Instant.Zero;
}
