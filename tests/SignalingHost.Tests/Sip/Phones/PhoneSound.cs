using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Meetings.DialIn;
using Protocols;
using Protocols.Dtmf;
using Protocols.Rtp;
using SignalingHost.Prompts;

namespace SignalingHost.Tests.Sip.Phones;

/// <summary>
/// The ear and the mouth of a telephone whose signalling is SIPp's: G.711 A-law, 20 ms a packet. It keeps how loud each packet was that it heard, and
/// the keys that were pressed at the other end; it says silence, and keys as tones.
/// </summary>
internal sealed class PhoneSound : IAsyncDisposable
{
    private const int Frame = 160;
    private const byte Silence = 0xD5;

    /// <summary>Packets of a recording's beginning that may be missing: the server sends nothing before this telephone has spoken.</summary>
    private const int Missed = 5;

    private readonly string _told = Path.Combine(Path.GetTempPath(), $"phone-{Guid.NewGuid():N}");
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<double> _loudness = [];
    private readonly Queue<byte[]> _toSay = new();
    private readonly DtmfReceiver _keys = new();
    private readonly Task _hearing;
    private readonly Task _speaking;
    private readonly DtmfToneDetector _tones = new(8_000);
    private readonly float[] _heard = new float[Frame];
    private string _keysHeard = "";
    private string _tonesHeard = "";
    private EndPoint? _peer;

    public PhoneSound()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _hearing = HearAsync();
        _speaking = SpeakAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Where SIPp tells the port that it is to speak to: a server sends a telephone with a private address nothing before it has spoken.</summary>
    public string ToldAt => _told;

    public string KeysHeard
    {
        get
        {
            lock (_lock)
                return _keysHeard;
        }
    }

    /// <summary>Keys that came as tones.</summary>
    public string TonesHeard
    {
        get
        {
            lock (_lock)
                return _tonesHeard;
        }
    }

    public int PacketsHeard
    {
        get
        {
            lock (_lock)
                return _loudness.Count;
        }
    }

    /// <summary>Presses the keys as tones, 100 ms each with 100 ms between.</summary>
    public void PressTones(string keys)
    {
        var sound = new float[Frame];
        lock (_lock)
        {
            foreach (var symbol in keys)
            {
                Assert.That(DtmfDigit.TryFromSymbol(symbol, out var digit), Is.True);
                for (var i = 0; i < 5; i++)
                {
                    DtmfTone.Render(digit, 8_000, i * Frame, 0.2f, sound);
                    _toSay.Enqueue([.. sound.Select(sample => ToALaw((int)(sample * 32_767)))]);
                }

                for (var i = 0; i < 5; i++)
                    _toSay.Enqueue([.. Enumerable.Repeat(Silence, Frame)]);
            }
        }
    }

    /// <summary>Waits until it has heard the recording, by the course of its loudness; gives how alike they were.</summary>
    public async Task<double> UntilHeardAsync(PromptLibrary library, Spoken spoken, TimeSpan within)
    {
        var wanted = LoudnessOf(library, spoken);
        var until = DateTime.UtcNow + within;
        double best;
        do
        {
            await Task.Delay(100);
            double[] heard;
            lock (_lock)
                heard = [.. Enumerable.Repeat(0.0, Missed), .. _loudness];
            best = Likeness(heard, wanted);
        }
        while (best < 0.9 && DateTime.UtcNow < until);

        return best;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket.Dispose();
        await Task.WhenAll(_hearing, _speaking);
        _end.Dispose();
        File.Delete(_told);
    }

    private static double[] LoudnessOf(PromptLibrary library, Spoken spoken)
    {
        var player = library.Play([spoken]);
        var frame = new float[960];
        var loudness = new List<double>();
        while (player.TryRead(frame))
            loudness.Add(Math.Sqrt(frame.Average(sample => (double)sample * sample)));
        Assert.That(loudness, Has.Count.GreaterThan(20), $"the recording {spoken.Name}");
        return [.. loudness];
    }

    // The best correlation of the recording's course with any stretch of what was heard, a loss or two not counting much.
    private static double Likeness(double[] heard, double[] wanted)
    {
        var best = 0.0;
        for (var at = 0; at + wanted.Length <= heard.Length; at++)
            best = Math.Max(best, Correlation(heard.AsSpan(at, wanted.Length), wanted));
        return best;
    }

    private static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (meanA, meanB) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
            (meanA, meanB) = (meanA + (a[i] / a.Length), meanB + (b[i] / b.Length));
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
            (ab, aa, bb) = (ab + ((a[i] - meanA) * (b[i] - meanB)), aa + ((a[i] - meanA) * (a[i] - meanA)), bb + ((b[i] - meanB) * (b[i] - meanB)));

        // -50 dB of a full scale on average: softer is not audible over a line.
        return meanA < 0.003 || aa * bb == 0 ? 0 : ab / Math.Sqrt(aa * bb);
    }

    private async Task HearAsync()
    {
        var buffer = new byte[2_000];
        try
        {
            while (true)
            {
                var came = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _end.Token);
                lock (_lock)
                    Hear(buffer.AsSpan(0, came.ReceivedBytes), came.RemoteEndPoint);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The telephone is put down.
        }
    }

    private void Hear(ReadOnlySpan<byte> datagram, EndPoint from)
    {
        if (!RtpPacket.TryParse(datagram, out var packet))
            return;

        _peer ??= from;
        if (packet.PayloadType.Value == 8)
        {
            var sum = 0.0;
            foreach (var code in packet.Payload)
                sum += Math.Pow(FromALaw(code) / 32_768.0, 2);
            _loudness.Add(Math.Sqrt(sum / Math.Max(1, packet.Payload.Length)));
            HearTones(packet.Payload);
        }
        else if (_keys.TryReceive(packet.Payload, packet.Timestamp, new Instant(DateTime.UtcNow.Ticks), out var key))
        {
            _keysHeard += key.Symbol;
        }
    }

    private void HearTones(ReadOnlySpan<byte> payload)
    {
        var sound = _heard.AsSpan(0, Math.Min(payload.Length, Frame));
        for (var i = 0; i < sound.Length; i++)
            sound[i] = FromALaw(payload[i]) / 32_768f;
        Span<DtmfDigit> keys = stackalloc DtmfDigit[4];
        foreach (var key in keys[.._tones.Receive(sound, keys)])
            _tonesHeard += key.Symbol;
    }

    private async Task SpeakAsync()
    {
        var packet = new byte[12 + Frame];
        (packet[0], packet[1], packet[11]) = (0x80, 8, 77);
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            for (ushort number = 0; await clock.WaitForNextTickAsync(_end.Token); number++)
            {
                var told = PortTold();
                EndPoint? peer;
                lock (_lock)
                {
                    peer = _peer ??= told is { } port ? new IPEndPoint(IPAddress.Loopback, port) : null;
                    if (!_toSay.TryDequeue(out var sound))
                        packet.AsSpan(12).Fill(Silence);
                    else
                        sound.CopyTo(packet, 12);
                }

                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), number);
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), number * (uint)Frame);
                if (peer is not null)
                    await _socket.SendToAsync(packet, SocketFlags.None, peer, _end.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Likewise.
        }
    }

    private int? PortTold() => File.Exists(_told) && int.TryParse(File.ReadAllText(_told), out var port) ? port : null;

    private static int FromALaw(byte code)
    {
        var bits = code ^ 0x55;
        var segment = (bits >> 4) & 7;
        var magnitude = ((bits & 0x0F) << 4) + 8;
        if (segment > 0)
            magnitude = (magnitude + 0x100) << (segment - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static byte ToALaw(int sample)
    {
        var magnitude = Math.Abs(sample) >> 3;
        var segment = Math.Max(int.Log2(magnitude | 1) - 4, 0);
        var code = (segment << 4) | ((magnitude >> Math.Max(segment, 1)) & 0x0F);
        return (byte)(((sample >= 0 ? 0x80 : 0) | code) ^ 0x55);
    }
}
