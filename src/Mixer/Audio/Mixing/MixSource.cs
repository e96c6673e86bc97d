using Mixer.Audio.Codecs;
using Mixer.Audio.Playout;
using Mixer.Audio.Resampling;
using Mixer.Synchronizing;
using Protocols;
using Protocols.Dtmf;
using Protocols.Rtp;

namespace Mixer.Audio.Mixing;

/// <summary>One voice on its way into the mix: packets, samples at the codec's rate, and 48 kHz only while somebody is to hear it.</summary>
internal sealed class MixSource(VoiceId id, SoundMixOptions options) : IDisposable
{
    // By codec. A source has one or two; a hostile one gets no more than these.
    private readonly PlayoutBuffer?[] _playouts = new PlayoutBuffer?[Enum.GetValues<AudioCodec>().Length];
    private readonly Upsampler?[] _upsamplers = new Upsampler?[Enum.GetValues<AudioCodec>().Length];
    private readonly DigitEar?[] _ears = new DigitEar?[Enum.GetValues<AudioCodec>().Length];
    private readonly float[] _own = new float[SoundFrame.Length];
    private readonly float[] _contribution = new float[SoundFrame.Length];
    private readonly LipSync _lipSync = new(options.LipSync);
    private PlayoutBuffer? _playout;
    private GainRamp _gain;

    public VoiceId Id => id;

    public bool IsMuted { get; set; }

    /// <summary>Keys may come as tones in this voice.</summary>
    public bool ListensForDigits { get; set; }

    /// <summary>Until then it is not heard: a key is being pressed.</summary>
    public Instant QuietUntil { get; set; } = Instant.Zero;

    /// <summary>It has been removed and is heard only to fade out.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>How loud the present 20 ms are, before any mute.</summary>
    public AudioLevel Level { get; private set; } = AudioLevel.Silence;

    /// <summary>Whether the present 20 ms are in the sum.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>What of the sum is this voice.</summary>
    public ReadOnlySpan<float> Contribution => _contribution;

    /// <summary>The encoder of this voice alone, for those who get tracks; null while nobody wants that.</summary>
    public EncodedMix? Solo { get; set; }

    public PlayoutStatistics Statistics => _playout?.Statistics ?? default;

    public DropReason Receive(AudioCodec codec, SequenceNumber sequence, RtpTimestamp timestamp, ReadOnlySpan<byte> payload, Instant now)
    {
        var playout = _playouts[(int)codec] ??= new PlayoutBuffer(codec, options.Playout);
        var outcome = playout.Receive(sequence, timestamp, payload, now);
        if (outcome == DropReason.None)
            _playout = playout;

        return outcome;
    }

    /// <summary>His picture takes so long. Returns how long his voice takes if it does not wait for it; null while nothing of it has come.</summary>
    public TimeSpan? Synchronize(CaptureMoment clock, TimeSpan picture, Instant now)
    {
        if (_playout is null)
            return null;

        var own = _playout.DelayBy(clock, now);
        _lipSync.Receive(own, picture, now);
        return own;
    }

    /// <summary>Takes the next 20 ms from what has come, and fills in the keys that were heard in them.</summary>
    public int Read(Span<DtmfDigit> digits, Instant now)
    {
        Level = AudioLevel.Silence;
        var frame = Own;
        _playout?.Wait = _lipSync.WaitAt(now);
        if (_playout is null || !_playout.Read(frame, now))
            frame.Clear();

        var count = ListensForDigits && EarFor(_playout) is { } ear ? Listen(ear, frame, digits, now) : 0;

        var power = Samples.Energy(frame) / frame.Length;
        var level = (int)Math.Clamp(MathF.Round(-10 * MathF.Log10(power + 1e-13f)), 0, 127);
        Level = now < QuietUntil ? AudioLevel.Silence : new AudioLevel((byte)level, IsVoice: true);
        return count;
    }

    /// <summary>Brings it to 48 kHz, as loud as it is to be.</summary>
    public void Contribute(float gain)
    {
        IsHeard = gain > 0 || _gain.Gain > 0;
        var upsampler = UpsamplerOf(_playout?.Codec ?? AudioCodec.Opus);
        if (!IsHeard)
        {
            upsampler?.Skip(Own);
            return;
        }

        if (upsampler is null)
            Own.CopyTo(_contribution);
        else
            upsampler.Process(Own, _contribution);

        _gain.Apply(_contribution, gain);
    }

    public void Dispose()
    {
        foreach (var playout in _playouts)
            playout?.Dispose();

        Solo?.Dispose();
    }

    private int Listen(DigitEar ear, Span<float> frame, Span<DtmfDigit> digits, Instant now)
    {
        var count = ear.Receive(frame, digits, now);
        QuietUntil = Instant.Later(QuietUntil, ear.QuietUntil);
        return count;
    }

    /// <summary>None for Opus: whoever has it sends keys as events.</summary>
    private DigitEar? EarFor(PlayoutBuffer? playout) =>
        playout is null or { Codec: AudioCodec.Opus } ? null : _ears[(int)playout.Codec] ??= new DigitEar(playout.SampleRate);

    private Span<float> Own => _own.AsSpan(0, (_playout?.SampleRate ?? SoundFrame.SampleRate) / SoundFrame.PerSecond);

    private Upsampler? UpsamplerOf(AudioCodec codec) =>
        codec == AudioCodec.Opus ? null : _upsamplers[(int)codec] ??= new Upsampler(codec.SampleRate());
}
