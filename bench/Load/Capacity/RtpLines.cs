using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Load.Edge;
using Load.Measuring;
using Load.Streams;
using Protocols;

namespace Load.Capacity;

/// <summary>
/// The media of many terminals on one thread and two sockets, for sound and for pictures: the server has a port for each line, so whose packet one is
/// is seen by the port that it comes from. G.711 every 20 ms; who has a picture plays the clip.
/// </summary>
internal sealed class RtpLines : IDisposable
{
    private const int SoundLength = 160;
    private const byte AlawSilence = 0xD5;
    private const byte SoundType = 8;
    private const byte PictureType = 97;
    private static readonly TimeSpan Packet = TimeSpan.FromMilliseconds(20);

    private readonly Socket _sound;
    private readonly Socket _picture;
    private readonly MediaClip? _clip;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly List<Line> _lines = [];
    private readonly Dictionary<(bool IsPicture, int Port), Line> _byPort = [];
    private readonly byte[] _buffer = new byte[2_048];
    private readonly byte[] _tone = new byte[SoundLength];
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private DelayHistogram _gaps = new();
    private RtpTally _tally;
    private double _busy;
    private volatile bool _ended;

    public RtpLines(IPAddress address, MediaClip? clip)
    {
        _clip = clip;
        (_sound, _picture) = (Bind(address), Bind(address));

        // A-law of something that changes: what it is nobody hears, but it is loud enough to be a voice.
        for (var i = 0; i < SoundLength; i++)
            _tone[i] = (byte)(AlawSilence ^ ((i % 16 < 8 ? 0x80 : 0) | 0x30 | (i % 8)));
        _thread = new Thread(Run) { Name = "lines", IsBackground = true };
        _thread.Start();
    }

    public int SoundPort => ((IPEndPoint)_sound.LocalEndPoint!).Port;

    public int PicturePort => ((IPEndPoint)_picture.LocalEndPoint!).Port;

    /// <summary>A line to the server's ports; a picture's is 0 for a telephone.</summary>
    public void Add(IPAddress server, int sound, int picture, bool talks)
    {
        lock (_gate)
        {
            var line = new Line(new IPEndPoint(server, sound).Serialize(), picture > 0 ? new IPEndPoint(server, picture).Serialize() : null, talks, (uint)_lines.Count + 1)
            {
                SoundDue = Clock.Now + (Packet * (_lines.Count % 20 / 20.0)),
            };
            line.PictureDue = line.SoundDue;
            _lines.Add(line);
            _byPort[(false, sound)] = line;
            if (picture > 0)
                _byPort[(true, picture)] = line;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _lines.Clear();
            _byPort.Clear();
        }
    }

    /// <summary>What came since it was last asked: packets, what is missing among them, pictures; how far apart the sound was; how busy the thread is.</summary>
    public (RtpTally Tally, DelayHistogram Gaps, double Busy) Take()
    {
        lock (_gate)
        {
            var taken = (_tally, _gaps, _busy);
            (_tally, _gaps) = (default, new DelayHistogram());
            return taken;
        }
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
        _sound.Dispose();
        _picture.Dispose();
    }

    private static Socket Bind(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 8 * 1024 * 1024, SendBufferSize = 4 * 1024 * 1024 };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private void Run()
    {
        var (worked, window) = (TimeSpan.Zero, Clock.Now);
        while (!_ended)
        {
            var from = Clock.Now;
            lock (_gate)
            {
                Send(from);
                Receive(_sound, isPicture: false);
                Receive(_picture, isPicture: true);
            }

            var to = Clock.Now;
            worked += to - from;
            if (to - window > TimeSpan.FromSeconds(1))
            {
                _busy = worked / (to - window);
                (worked, window) = (TimeSpan.Zero, to);
            }

            Clock.Sleep(TimeSpan.FromMilliseconds(1));
        }
    }

    private void Send(Instant now)
    {
        foreach (var line in _lines)
        {
            if (line.SoundDue <= now)
            {
                Header(SoundType, line.SoundSequence++, line.SoundTime, line.Source, marker: false);
                (line.Talks ? _tone : Silence).CopyTo(_buffer.AsSpan(12));
                line.SoundTime += SoundLength;
                SendTo(_sound, 12 + SoundLength, line.Sound);
                line.SoundDue = Next(line.SoundDue, Packet, now);
            }

            if (line.Picture is not null && _clip is not null && line.PictureDue <= now)
            {
                SendPicture(line);
                line.PictureDue = Next(line.PictureDue, _clip.FrameDuration, now);
            }
        }
    }

    private void SendPicture(Line line)
    {
        var frame = _clip!.Frames[line.Position];
        for (var i = 0; i < frame.Payloads; i++)
        {
            var payload = _clip.Payload(frame.FirstPayload + i);
            Header(PictureType, line.PictureSequence++, line.PictureTime, line.Source + 0x1000_0000, i == frame.Payloads - 1);
            payload.CopyTo(_buffer, 12);
            SendTo(_picture, 12 + payload.Length, line.Picture!);
        }

        line.PictureTime += (uint)_clip.TimestampStep;
        line.Position = (line.Position + 1) % _clip.Frames.Count;
    }

    private static readonly byte[] Silence = [.. Enumerable.Repeat(AlawSilence, SoundLength)];

    // After a stall it goes on from here.
    private static Instant Next(Instant due, TimeSpan step, Instant now) => now - due > TimeSpan.FromMilliseconds(200) ? now + step : due + step;

    private void Header(byte type, ushort sequence, uint timestamp, uint source, bool marker)
    {
        _buffer[0] = 0x80;
        _buffer[1] = (byte)(type | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(8), source);
    }

    private void SendTo(Socket socket, int length, SocketAddress to)
    {
        try
        {
            socket.SendTo(_buffer.AsSpan(0, length), SocketFlags.None, to);
        }
        catch (SocketException)
        {
            // A port that the server has closed meanwhile, or a full queue of ours: the server counts what it got.
        }
    }

    private void Receive(Socket socket, bool isPicture)
    {
        while (socket.Available > 0)
        {
            int length;
            try
            {
                length = socket.ReceiveFrom(_buffer, SocketFlags.None, _from);
            }
            catch (SocketException)
            {
                continue;
            }

            var port = (_from[2] << 8) | _from[3];
            if (length < 12 || !_byPort.TryGetValue((isPicture, port), out var line))
                continue;

            var sequence = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(2));
            _tally.Packets++;
            if (isPicture)
            {
                _tally.Lost += line.PictureIn.Lost(sequence);
                _tally.Pictures += (_buffer[1] & 0x80) != 0 ? 1 : 0;
                continue;
            }

            var now = Clock.Now;
            _tally.Lost += line.SoundIn.Lost(sequence);
            if (line.LastSound is { } last)
                _gaps.Add((now - last).Ticks * 100);
            line.LastSound = now;
        }
    }

    private sealed class Line(SocketAddress sound, SocketAddress? picture, bool talks, uint source)
    {
        public readonly SequenceWatch SoundIn = new();
        public readonly SequenceWatch PictureIn = new();

        public SocketAddress Sound => sound;

        public SocketAddress? Picture => picture;

        public bool Talks => talks;

        public uint Source => source;

        public Instant SoundDue { get; set; }

        public Instant PictureDue { get; set; }

        public ushort SoundSequence { get; set; }

        public ushort PictureSequence { get; set; }

        public uint SoundTime { get; set; }

        public uint PictureTime { get; set; }

        public int Position { get; set; }

        public Instant? LastSound { get; set; }
    }

    /// <summary>Numbers that were passed over; one that comes later takes itself back.</summary>
    private sealed class SequenceWatch
    {
        private ushort? _highest;

        public int Lost(ushort sequence)
        {
            if (_highest is not { } highest)
            {
                _highest = sequence;
                return 0;
            }

            var step = (short)(sequence - highest);
            if (step <= 0)
                return step == 0 ? 0 : -1;

            _highest = sequence;
            return step - 1;
        }
    }
}

/// <summary>What came on all lines.</summary>
internal record struct RtpTally(long Packets, long Lost, long Pictures);
