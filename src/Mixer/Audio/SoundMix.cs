using System.Runtime.InteropServices;
using Mixer.Audio.Codecs;
using Mixer.Audio.Mixing;
using Mixer.Audio.Playout;
using Mixer.Synchronizing;
using Protocols;
using Protocols.Audio;
using Protocols.Dtmf;
using Protocols.Rtp;

namespace Mixer.Audio;

/// <summary>
/// The sound of one meeting for those who take one stream. Packets of voices in; every 20 ms for each listener the sum of the loudest
/// few without himself. Listeners who are not heard at the moment all hear the same, and share one encoding for each codec.
/// A voice and a listener with one id are the same person. It has one owner and no locks.
/// </summary>
public sealed class SoundMix(SoundMixOptions options, Instant firstTick) : IDisposable
{
    private const int LongestPayload = 1500;
    private const int MostAnnouncements = 8;

    private readonly Dictionary<VoiceId, MixSource> _sourcesById = [];
    private readonly List<MixSource> _sources = [];
    private readonly Dictionary<VoiceId, MixListener> _listenersById = [];
    private readonly List<MixListener> _listeners = [];
    private readonly DominantSpeaker<VoiceId> _speakers = new(options.Loudest);
    private readonly Queue<ISoundSource> _announcements = [];
    private readonly EncoderPool _encoders = new(options);
    private readonly EncodedMix?[] _shared = new EncodedMix?[Enum.GetValues<AudioCodec>().Length];
    private readonly List<VoiceId>[] _sharers = [.. Enum.GetValues<AudioCodec>().Select(_ => new List<VoiceId>())];
    private readonly float[] _sum = new float[SoundFrame.Length];
    private readonly float[] _work = new float[SoundFrame.Length];
    private readonly float[] _said = new float[SoundFrame.Length];
    private readonly byte[] _payload = new byte[LongestPayload];
    private long _tick;

    public Instant NextDeadline { get; private set; } = firstTick;

    /// <summary>Ticks that were left out because nobody called in time.</summary>
    public long TicksSkipped { get; private set; }

    public void AddVoice(VoiceId who)
    {
        if (_sourcesById.Remove(who, out var former))
            former.IsLeaving = true;

        var source = new MixSource(who, options);
        _sourcesById.Add(who, source);
        _sources.Add(source);
    }

    public void RemoveVoice(VoiceId who)
    {
        if (_sourcesById.Remove(who, out var source))
            source.IsLeaving = true;

        _speakers.Remove(who);
    }

    /// <summary>He is given the mix in this codec from the next tick on; again for another codec.</summary>
    public void AddListener(VoiceId who, AudioCodec codec)
    {
        RemoveListener(who);
        var listener = new MixListener(who, codec);
        _listenersById.Add(who, listener);
        _listeners.Add(listener);
    }

    public void RemoveListener(VoiceId who)
    {
        if (!_listenersById.Remove(who, out var listener))
            return;

        _listeners.Remove(listener);
        if (listener.Own is { } own)
            _encoders.Return(own);
    }

    public void Mute(VoiceId who, bool on)
    {
        if (_sourcesById.TryGetValue(who, out var source))
            source.IsMuted = on;
    }

    /// <summary>Whether keys may come as tones in this voice; it is 20 ms later while they may.</summary>
    public void ListenForDigits(VoiceId who, bool on)
    {
        if (_sourcesById.TryGetValue(who, out var source))
            source.ListensForDigits = on;
    }

    /// <summary>A key is being pressed, as its events say: what is heard meanwhile is not for others.</summary>
    public void KeepQuiet(VoiceId who, Instant until)
    {
        if (_sourcesById.TryGetValue(who, out var source))
            source.QuietUntil = Instant.Later(source.QuietUntil, until);
    }

    /// <summary>Whether this voice is also wanted by itself, for those who are given tracks.</summary>
    public void Publish(VoiceId who, bool on)
    {
        if (!_sourcesById.TryGetValue(who, out var source) || on == (source.Solo is not null))
            return;

        if (source.Solo is { } solo)
            _encoders.Return(solo);
        source.Solo = on ? _encoders.Rent(AudioCodec.Opus) : null;
    }

    /// <summary>Tells one listener something, over the softer meeting; null ends it.</summary>
    public void Tell(VoiceId who, ISoundSource? prompt)
    {
        if (_listenersById.TryGetValue(who, out var listener))
            listener.Prompt = prompt;
    }

    /// <summary>Tells all listeners something, after what is being told them already; more than a few at once would only be noise.</summary>
    public void Announce(ISoundSource announcement)
    {
        if (_announcements.Count < MostAnnouncements)
            _announcements.Enqueue(announcement);
    }

    public DropReason Receive(VoiceId who, AudioCodec codec, SequenceNumber sequence, RtpTimestamp timestamp, ReadOnlySpan<byte> payload, Instant now) =>
        _sourcesById.TryGetValue(who, out var source) ? source.Receive(codec, sequence, timestamp, payload, now) : DropReason.UnknownSsrc;

    /// <summary>
    /// By his own reports his pictures take so long from capture until they are shown: his voice waits for them if it comes sooner. Returns how long it takes
    /// by itself; null while nothing of it has come.
    /// </summary>
    public TimeSpan? Synchronize(VoiceId who, CaptureMoment clock, TimeSpan picture, Instant now) =>
        _sourcesById.TryGetValue(who, out var source) ? source.Synchronize(clock, picture, now) : null;

    public PlayoutStatistics StatisticsOf(VoiceId who) => _sourcesById.TryGetValue(who, out var source) ? source.Statistics : default;

    public void Advance(Instant now, ISoundMixOutput output)
    {
        if (now - NextDeadline > options.LongestCatchUp)
        {
            var missed = (now - NextDeadline).Ticks / SoundFrame.Duration.Ticks;
            TicksSkipped += missed;
            _tick += missed;
            NextDeadline += missed * SoundFrame.Duration;
        }

        while (NextDeadline <= now)
        {
            Mix(NextDeadline, output);
            _tick++;
            NextDeadline += SoundFrame.Duration;
        }
    }

    public void Dispose()
    {
        foreach (var source in _sources)
            source.Dispose();
        foreach (var listener in _listeners)
            listener.Own?.Dispose();
        foreach (var shared in _shared)
            shared?.Dispose();

        _encoders.Dispose();
    }

    private void Mix(Instant now, ISoundMixOutput output)
    {
        ReadAll(now, output);
        SumUp(now, output);
        AddAnnouncement();
        foreach (var sharers in _sharers)
            sharers.Clear();

        foreach (var listener in _listeners)
        {
            if (HearsHisOwn(listener, now))
                SendOwn(listener, output);
            else
                _sharers[(int)listener.Codec].Add(listener.Id);

            listener.FollowsShared = listener.Own is null;
        }

        SendShared(output);
        Settle(now);
    }

    private void ReadAll(Instant now, ISoundMixOutput output)
    {
        Span<DtmfDigit> digits = stackalloc DtmfDigit[2];
        foreach (var source in _sources)
        {
            foreach (var digit in digits[..source.Read(digits, now)])
                output.HearDigit(source.Id, digit);

            if (source is not { IsMuted: false, IsLeaving: false })
                continue;

            _speakers.Receive(source.Id, source.Level, now);
            output.Measure(source.Id, source.Level);
        }

        _speakers.Advance(now);
    }

    private void SumUp(Instant now, ISoundMixOutput output)
    {
        Array.Clear(_sum);
        foreach (var source in _sources)
        {
            var isOpen = source is { IsMuted: false, IsLeaving: false } && source.QuietUntil <= now;
            source.Contribute(isOpen && _speakers.IsLoud(source.Id) ? 1 : 0);
            if (!source.IsHeard)
                continue;

            Samples.Add(_sum, source.Contribution);
            if (source.Solo is not { } solo)
                continue;

            source.Contribution.CopyTo(_work);
            output.SendVoice(source.Id, source.Level, TimestampIn(AudioCodec.Opus), solo.Encode(_work, _payload));
        }
    }

    private void AddAnnouncement()
    {
        if (!_announcements.TryPeek(out var announcement))
            return;

        if (announcement.TryRead(_said))
            Samples.Add(_sum, _said);
        else
            _announcements.Dequeue();
    }

    private bool HearsHisOwn(MixListener listener, Instant now)
    {
        if (listener.Prompt is not null || listener.Meeting.Gain < 1 || HeardVoiceOf(listener) is not null)
        {
            listener.OwnUntil = now + options.OwnMixHold;
            if (listener.Own is null)
                BeginOwn(listener);
        }

        return listener.Own is not null;
    }

    private void BeginOwn(MixListener listener)
    {
        listener.Own = _encoders.Rent(listener.Codec);
        if (listener.FollowsShared && _shared[(int)listener.Codec] is { } shared)
            listener.Own.TakeStateOf(shared);
    }

    private MixSource? HeardVoiceOf(MixListener listener) =>
        _sourcesById.TryGetValue(listener.Id, out var source) && source.IsHeard ? source : null;

    private void SendOwn(MixListener listener, ISoundMixOutput output)
    {
        _sum.CopyTo(_work, 0);
        var voice = HeardVoiceOf(listener);
        if (voice is not null)
            Samples.Subtract(_work, voice.Contribution);

        if (listener.Prompt is { } prompt && !prompt.TryRead(_said))
            listener.Prompt = null;

        listener.Meeting.Apply(_work, listener.Prompt is null ? 1 : options.UnderPrompt);
        if (listener.Prompt is not null)
            Samples.Add(_work, _said);

        // Where a room fills, everybody is told something, and keeps an encoder of his own until he is as the others again.
        if (listener.Prompt is not null || voice is not null)
            listener.Own!.Spare(listener.Prompt is not null);

        var id = listener.Id;
        output.SendMix(new ReadOnlySpan<VoiceId>(in id), listener.Codec, TimestampIn(listener.Codec), listener.Own!.Encode(_work, _payload));
    }

    private void SendShared(ISoundMixOutput output)
    {
        for (var i = 0; i < _sharers.Length; i++)
        {
            if (_sharers[i].Count == 0)
                continue;

            var codec = (AudioCodec)i;
            var shared = _shared[i] ??= _encoders.Rent(codec);
            _sum.CopyTo(_work, 0);
            output.SendMix(CollectionsMarshal.AsSpan(_sharers[i]), codec, TimestampIn(codec), shared.Encode(_work, _payload));
        }
    }

    /// <summary>Gives back what is not needed any more.</summary>
    private void Settle(Instant now)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Own is not { } own || listener.OwnUntil > now)
                continue;

            // Where nobody shares, the shared encoder has stood still: this one is where his decoder is.
            ref var shared = ref _shared[(int)listener.Codec];
            if (_sharers[(int)listener.Codec].Count == 0)
            {
                shared?.TakeStateOf(own);
                shared?.Spare(false);
                _sharers[(int)listener.Codec].Add(listener.Id);
            }

            _encoders.Return(own);
            listener.Own = null;
        }

        for (var i = _sources.Count - 1; i >= 0; i--)
        {
            if (!_sources[i].IsLeaving || _sources[i].IsHeard)
                continue;

            _sources[i].Dispose();
            _sources.RemoveAt(i);
        }
    }

    private RtpTimestamp TimestampIn(AudioCodec codec) => new(unchecked((uint)(_tick * (codec.RtpClock() / SoundFrame.PerSecond))));
}
