using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Client;
using MediaServer.Edge;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace SignalingHost.Tests.Signaling;

/// <summary>
/// One peer connection of a test's client over a real socket: it sends marked sounds and pictures, and counts by mark what comes. A mark
/// is one byte in the payload, so a test knows whose packet it is, whatever section it came in.
/// </summary>
internal sealed class MediaLine : IIceOutput, IClientEvents, IAsyncDisposable
{
    private const int MarkAt = 24;

    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(DateTime.UtcNow - DateTime.UnixEpoch);
    private static readonly long Began = Stopwatch.GetTimestamp();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly NativeClient _client;
    private readonly ConcurrentQueue<Action> _todo = new();
    private readonly ConcurrentDictionary<(MediaKind Kind, byte Mark), int> _heard = new();
    private readonly ConcurrentDictionary<int, byte> _sending = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private volatile bool _isDown;
    private int _sounds;
    private int _tick;

    public MediaLine(params IReadOnlyList<ClientSection> sections)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _client = new NativeClient(
            new ClientOptions { Sections = sections, LocalAddress = (IPEndPoint)_socket.LocalEndPoint!, UnixTimeAtZero = DateTime.UtcNow - DateTime.UnixEpoch },
            Identity, SystemRandom.Instance, this, this);
        Offer = _client.MakeOffer();
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string Offer { get; }

    /// <summary>Nothing goes in or out.</summary>
    public bool IsDown { get => _isDown; set => _isDown = value; }

    public bool IsConnected => _client.State == ClientState.Connected;

    /// <summary>The answer's candidates are reached on the loopback.</summary>
    public Task AnswerAsync(string answer) => DoAsync(() =>
    {
        if (!_client.TryApplyAnswer(answer, Now, out var error))
            throw new InvalidOperationException(error);
    });

    /// <summary>The section sends, fifty times a second, packets with that mark; 0 is silence.</summary>
    public void Send(int section, byte mark) => _sending[section] = mark;

    /// <summary>Packets of sound that came, whatever is in them.</summary>
    public int Sounds => Volatile.Read(ref _sounds);

    public int Heard(MediaKind kind, byte mark) => _heard.GetValueOrDefault((kind, mark));

    /// <summary>How many more come within the time.</summary>
    public async Task<int> HearsAsync(MediaKind kind, byte mark, double seconds)
    {
        var before = Heard(kind, mark);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return Heard(kind, mark) - before;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _client.Dispose();
        _socket.Dispose();
        _stop.Dispose();
    }

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram)
    {
        if (_isDown || !route.Remote.IsIPv4)
            return;

        try
        {
            _socket.SendTo(datagram, new IPEndPoint(route.Remote.ToIPAddress(), route.Remote.Port));
        }
        catch (SocketException)
        {
            // An address of the server that the loopback does not reach.
        }
    }

    void IClientEvents.AskedForKeyFrame(OutgoingTrack track)
    {
        // Every picture of ours is one.
    }

    void IClientEvents.Received(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        if (stream.Kind == MediaKind.Audio)
            Interlocked.Increment(ref _sounds);
        if (packet.Payload.Length > MarkAt)
            _heard.AddOrUpdate((stream.Kind, packet.Payload[MarkAt]), 1, (_, count) => count + 1);
    }

    private static Instant Now => new(Stopwatch.GetElapsedTime(Began).Ticks);

    private Task DoAsync(Action what)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _todo.Enqueue(() =>
        {
            try
            {
                what();
                done.SetResult();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return done.Task;
    }

    private void Run()
    {
        var buffer = new byte[2_048];
        var nextTick = Now;
        while (!_stop.IsCancellationRequested)
        {
            while (_todo.TryDequeue(out var what))
                what();
            if (_socket.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead))
                Receive(buffer);
            if (_client.NextDeadline <= Now)
                _client.Advance(Now);
            if (nextTick > Now)
                continue;

            nextTick += TimeSpan.FromMilliseconds(20);
            SendAll();
        }
    }

    private void Receive(byte[] buffer)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        var length = _socket.ReceiveFrom(buffer, ref from);
        var sender = (IPEndPoint)from;
        if (!_isDown)
            _client.Receive(IceRoute.Udp(TransportAddress.From(sender.Address, sender.Port)), buffer.AsSpan(0, length), Now);
    }

    private void SendAll()
    {
        _tick++;
        foreach (var (section, mark) in _sending)
        {
            if (mark == 0 || section >= _client.Tracks.Count)
                continue;

            var track = _client.Tracks[section];
            var isSound = track.Kind == MediaKind.Audio;
            var payload = new byte[64];
            if (!isSound)
                ((ReadOnlySpan<byte>)[0x10, 0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01]).CopyTo(payload);

            payload[MarkAt] = mark;
            track.Send(new OutgoingPacket(payload, new RtpTimestamp((uint)_tick * (isSound ? 960u : 1_800u)))
            {
                Marker = !isSound,
                Level = isSound ? new AudioLevel(20, IsVoice: true) : null,
            }, Now);
        }
    }
}
