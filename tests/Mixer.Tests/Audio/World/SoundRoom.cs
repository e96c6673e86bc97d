using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols;
using Protocols.Dtmf;
using Protocols.Rtp;

namespace Mixer.Tests.Audio.World;

/// <summary>A mix and its callers on simulated lines. Time goes only in <see cref="RunFor"/>.</summary>
internal sealed class SoundRoom : ISoundMixOutput, IDisposable
{
    private readonly PriorityQueue<(Caller From, SequenceNumber Sequence, RtpTimestamp Timestamp, byte[] Payload), (long, long)> _underWay = new();
    private readonly List<Caller> _callers = [];
    private readonly Dictionary<VoiceId, Caller> _byId = [];
    private readonly Dictionary<VoiceId, Caller> _voices = [];
    private readonly Dictionary<VoiceId, AudioLevel> _levels = [];
    private long _sent;

    public SoundRoom(SoundMixOptions? options = null) => Mix = new SoundMix(options ?? new SoundMixOptions(), Instant.Zero);

    public SoundMix Mix { get; }

    public Instant Now { get; private set; } = Instant.Zero;

    public double Seconds => Now.Ticks / (double)TimeSpan.TicksPerSecond;

    /// <summary>How many payloads the mix has made, however many heard each.</summary>
    public int Encodings { get; private set; }

    public AudioLevel LevelOf(Caller caller) => _levels[caller.Id];

    /// <summary>The keys that were heard as tones.</summary>
    public string Digits { get; private set; } = "";

    public Caller Join(AudioCodec codec, Func<double, double>? says = null, Line? line = null)
    {
        var caller = new Caller(new VoiceId(_callers.Count + 1), codec, says ?? Tone.Silence, line ?? new Line(), seed: 100 + _callers.Count, Seconds);
        _callers.Add(caller);
        _byId.Add(caller.Id, caller);
        Mix.AddVoice(caller.Id);
        Mix.AddListener(caller.Id, codec);
        return caller;
    }

    /// <summary>Somebody who only sends nothing and hears.</summary>
    public Caller Listen(AudioCodec codec)
    {
        var caller = Join(codec);
        caller.IsSending = false;
        return caller;
    }

    /// <summary>The ear of somebody who is given this voice as a track.</summary>
    public Caller Follow(Caller voice)
    {
        var ear = new Caller(voice.Id, AudioCodec.Opus, Tone.Silence, new Line(), seed: 1);
        _voices.Add(voice.Id, ear);
        Mix.Publish(voice.Id, on: true);
        return ear;
    }

    public void RunFor(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end)
        {
            var next = Instant.Earlier(end, Mix.NextDeadline);
            if (_underWay.TryPeek(out _, out var due))
                next = Instant.Earlier(next, new Instant(due.Item1));
            foreach (var caller in _callers)
                next = Instant.Earlier(next, caller.NextPacket);

            Now = next;
            Turn();
        }
    }

    public void SendMix(ReadOnlySpan<VoiceId> listeners, AudioCodec codec, RtpTimestamp timestamp, ReadOnlySpan<byte> payload)
    {
        Encodings++;
        foreach (var listener in listeners)
        {
            Assert.That(_byId[listener].Codec, Is.EqualTo(codec));
            _byId[listener].Hear(timestamp, payload);
        }
    }

    public void SendVoice(VoiceId voice, AudioLevel level, RtpTimestamp timestamp, ReadOnlySpan<byte> payload) =>
        _voices[voice].Hear(timestamp, payload);

    public void Measure(VoiceId voice, AudioLevel level) => _levels[voice] = level;

    public void HearDigit(VoiceId voice, DtmfDigit digit) => Digits += digit;

    public void Dispose()
    {
        Mix.Dispose();
        foreach (var caller in _callers)
            caller.Dispose();
        foreach (var ear in _voices.Values)
            ear.Dispose();
    }

    private void Turn()
    {
        foreach (var caller in _callers)
        {
            if (caller.NextPacket <= Now && caller.Speak() is var (arrival, sequence, timestamp, payload))
                _underWay.Enqueue((caller, sequence, timestamp, payload), (arrival.Ticks, _sent++));
        }

        while (_underWay.TryPeek(out var packet, out var due) && due.Item1 <= Now.Ticks)
        {
            _underWay.Dequeue();
            Mix.Receive(packet.From.Id, packet.From.Codec, packet.Sequence, packet.Timestamp, packet.Payload, Now);
        }

        Mix.Advance(Now, this);
    }
}
