using BenchmarkDotNet.Attributes;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Rtp;

namespace Micro;

/// <summary>
/// What one tick (20 ms) of a mix costs with fifty participants of one codec: all of them talking at once, or two of them while the others
/// send silence. A participant's share of a core is the time divided by 50 × 20 ms.
/// </summary>
[MemoryDiagnoser]
public class SoundMixBenchmarks : ISoundMixOutput
{
    private const int Participants = 50;
    private const int Ticks = 100;

    private readonly byte[][] _speech = new byte[Ticks][];
    private readonly byte[][] _silence = new byte[Ticks][];
    private SoundMix _mix = null!;
    private ushort _packet;
    private Instant _now;

    [Params(AudioCodec.Pcma, AudioCodec.G722, AudioCodec.Opus)]
    public AudioCodec Codec { get; set; }

    [Params(50, 2)]
    public int Talkers { get; set; }

    public long Bytes { get; private set; }

    [GlobalSetup]
    public void Open()
    {
        _now = Instant.Zero;
        _mix = new SoundMix(new SoundMixOptions(), _now);
        Record(_speech, 0.1);
        Record(_silence, 0);
        for (var id = 0; id < Participants; id++)
        {
            _mix.AddVoice(new VoiceId(id));
            _mix.AddListener(new VoiceId(id), Codec);
        }

        for (var i = 0; i < 200; i++)
            Tick();
    }

    [Benchmark]
    public void Tick()
    {
        for (var id = 0; id < Participants; id++)
        {
            var payload = (id < Talkers ? _speech : _silence)[_packet % Ticks];
            _mix.Receive(new VoiceId(id), Codec, new SequenceNumber(_packet), new RtpTimestamp((uint)(_packet * (Codec.RtpClock() / SoundFrame.PerSecond))), payload, _now);
        }

        _packet++;
        _now += SoundFrame.Duration;
        _mix.Advance(_now, this);
    }

    [GlobalCleanup]
    public void Close() => _mix.Dispose();

    public void SendMix(ReadOnlySpan<VoiceId> listeners, AudioCodec codec, RtpTimestamp timestamp, ReadOnlySpan<byte> payload) => Bytes += payload.Length;

    public void SendVoice(VoiceId voice, AudioLevel level, RtpTimestamp timestamp, ReadOnlySpan<byte> payload) => Bytes += payload.Length;

    public void Measure(VoiceId voice, AudioLevel level) => Bytes++;

    public void HearDigit(VoiceId voice, Protocols.Dtmf.DtmfDigit digit) => Bytes++;

    private void Record(byte[][] packets, double loudness)
    {
        using var encoder = Codec.NewEncoder(new OpusOptions());
        var rate = Codec.SampleRate();
        var (pcm, payload) = (new float[rate / SoundFrame.PerSecond], new byte[1500]);
        for (var packet = 0; packet < Ticks; packet++)
        {
            for (var i = 0; i < pcm.Length; i++)
            {
                // Twelve harmonics of a pitch that wanders, as a voice has them.
                var t = ((packet * pcm.Length) + i) / (double)rate;
                var phase = (120 * t) + (2 * Math.Sin(4.4 * t));
                pcm[i] = 0;
                for (var harmonic = 1; harmonic <= 12; harmonic++)
                    pcm[i] += (float)(loudness / harmonic * Math.Sin(2 * Math.PI * harmonic * phase));
            }

            packets[packet] = payload[..encoder.Encode(pcm, payload)];
        }
    }
}
