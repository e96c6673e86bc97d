using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Protocols.Rtp;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>A sound as packets of a codec, 20 ms each, and packets as sound again.</summary>
internal sealed class Speech(AudioCodec codec, Func<double, double> says, byte levelId = 0) : IDisposable
{
    private const int PerSecond = 50;

    private readonly IAudioEncoder _encoder = codec.NewEncoder(new OpusOptions());
    private readonly IAudioDecoder _decoder = codec.NewDecoder();
    private readonly List<float> _heard = [];
    private readonly byte[] _packet = new byte[1_500];
    private readonly byte[] _payload = new byte[1_400];
    private int _number;

    public AudioCodec Codec => codec;

    public Func<double, double> Says { get; set; } = says;

    public int Rate => codec.SampleRate();

    public int PacketsHeard { get; private set; }

    public ReadOnlySpan<byte> Next(byte payloadType, uint ssrc)
    {
        var samples = Rate / PerSecond;
        var pcm = Tone.Render(Says, Rate, _number * samples / (double)Rate, samples);
        var payload = _payload.AsSpan(0, _encoder.Encode(pcm, _payload));
        var header = new RtpHeaderWriter(_packet);
        header.TryStart(
            marker: false, new PayloadType(payloadType), new SequenceNumber((ushort)_number), new RtpTimestamp((uint)(_number * (codec.RtpClock() / PerSecond))), new Ssrc(ssrc));
        Span<byte> level = [(byte)(0x80 | Math.Clamp((int)-Tone.Energy(pcm), 0, 127))];
        header.TryAdd(levelId, level);
        header.TryFinish(out var length);
        payload.CopyTo(_packet.AsSpan(length));
        _number++;
        return _packet.AsSpan(0, length + payload.Length);
    }

    public void Hear(ReadOnlySpan<byte> payload)
    {
        PacketsHeard++;
        var pcm = new float[_decoder.Duration(payload)];
        _decoder.Decode(payload, pcm);
        _heard.AddRange(pcm);
    }

    /// <summary>How loud a tone was in the last seconds, in dB below a full-scale sine.</summary>
    public double Heard(double frequency, double seconds = 0.5)
    {
        var heard = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_heard);
        var samples = (int)(seconds * Rate);
        return heard.Length < samples ? -180 : Tone.Level(heard[^samples..], Rate, frequency);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }
}
