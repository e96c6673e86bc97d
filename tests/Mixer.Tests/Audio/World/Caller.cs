using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Rtp;

namespace Mixer.Tests.Audio.World;

/// <summary>One who speaks by real packets of his codec and hears by a real decoder.</summary>
internal sealed class Caller : IDisposable
{
    private const int PacketsPerSecond = 50;

    private readonly Line _line;
    private readonly Random _weather;
    private readonly IAudioEncoder _encoder;
    private readonly IAudioDecoder _decoder;
    private readonly List<float> _heard = [];
    private readonly byte[] _payload = new byte[1500];
    private long _packet;

    public Caller(VoiceId id, AudioCodec codec, Func<double, double> says, Line line, int seed, double since = 0)
    {
        _packet = (long)Math.Ceiling(since * PacketsPerSecond);
        (Id, Codec, Says, _line) = (id, codec, says, line);
        _weather = new Random(seed);
        _encoder = codec.NewEncoder(new OpusOptions());
        _decoder = codec.NewDecoder();
    }

    public VoiceId Id { get; }

    public AudioCodec Codec { get; }

    public Func<double, double> Says { get; set; }

    public bool IsSending { get; set; } = true;

    public int Rate => Codec.SampleRate();

    public ReadOnlySpan<float> Heard => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_heard);

    public int PacketsHeard { get; private set; }

    public RtpTimestamp? LastTimestamp { get; private set; }

    public bool TimestampsAreEven { get; private set; } = true;

    /// <summary>When the next packet leaves him, by our clock.</summary>
    public Instant NextPacket => Instant.Zero + _line.Phase + TimeSpan.FromSeconds(_packet / (PacketsPerSecond * (1 + (_line.ClockPpm * 1e-6))));

    /// <summary>The last seconds of what he heard.</summary>
    public ReadOnlySpan<float> HeardLast(double seconds) => Heard[^(int)(seconds * Rate)..];

    public ReadOnlySpan<float> HeardBetween(double from, double until) => Heard[(int)(from * Rate)..(int)(until * Rate)];

    /// <summary>The next packet, and when it arrives; null when the line loses it.</summary>
    public (Instant Arrival, SequenceNumber Sequence, RtpTimestamp Timestamp, byte[] Payload)? Speak()
    {
        var start = NextPacket;
        var number = _packet++;
        var samples = Rate / PacketsPerSecond;
        var pcm = Tone.Render(Says, Rate, number * samples / (double)Rate, samples);
        var length = _encoder.Encode(pcm, _payload);
        if (!IsSending || _weather.NextDouble() < _line.Loss)
            return null;

        var seconds = start.Ticks / (double)TimeSpan.TicksPerSecond;
        var extra = seconds >= _line.Spike.From && seconds < _line.Spike.Until ? _line.Spike.Extra : TimeSpan.Zero;
        var arrival = start + _line.Latency + extra + (_line.Jitter * _weather.NextDouble());
        return (arrival, new SequenceNumber(unchecked((ushort)(60_000 + number))),
            new RtpTimestamp(unchecked((uint)(4_294_900_000 + (number * Codec.RtpClock() / PacketsPerSecond)))), _payload[..length]);
    }

    public void Hear(RtpTimestamp timestamp, ReadOnlySpan<byte> payload)
    {
        TimestampsAreEven &= LastTimestamp is null || timestamp - LastTimestamp.Value == Codec.RtpClock() / PacketsPerSecond;
        LastTimestamp = timestamp;
        PacketsHeard++;
        var pcm = new float[_decoder.Duration(payload)];
        _decoder.Decode(payload, pcm);
        _heard.AddRange(pcm);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }
}
