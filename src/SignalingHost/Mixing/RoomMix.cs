using MediaServer.Engines;
using MediaServer.Packets;
using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Mixer.Synchronizing;
using Protocols;
using Protocols.Dtmf;
using Protocols.Rtp;

namespace SignalingHost.Mixing;

/// <summary>
/// The mix of one room and its chair there: the room's sounds in, for each listener a track out, and for each voice that browsers do
/// not decode one in Opus. Browsers' sounds come while they are among the loudest, as browsers get them from each other; a telephone
/// does not say how loud it is, so its sound always comes, and the room is told what is measured of it. It knows no thread and no clock.
/// </summary>
internal sealed class RoomMix(IEngineSeat seat, SoundMixOptions options, Instant firstTick) : ISoundMixOutput, IDisposable
{
    private const byte LevelId = 1;
    private const int LongestPacket = 1_500;

    /// <summary>A key of which its events tell is pressed about so long.</summary>
    private static readonly TimeSpan KeyPress = TimeSpan.FromMilliseconds(250);

    private static readonly RtpExtensionMap Levels = new(new RtpExtensionEntry(LevelId, RtpExtensionKind.AudioLevel));

    // What is made anew every 20 ms is not asked for again later than it could be heard.
    private static readonly HistoryOptions ShortHistory = new() { Keep = TimeSpan.FromMilliseconds(300), InitialPackets = 16, MaximumPackets = 64 };

    private readonly SoundMix _mix = new(options, firstTick);
    private readonly Dictionary<ParticipantId, MixedPerson> _people = [];
    private readonly Dictionary<VoiceId, MixedPerson> _byVoice = [];
    private readonly Dictionary<TrackId, Source> _sources = [];
    private readonly (RtpTimestamp Timestamp, SequenceNumber Sequence)[] _series = new (RtpTimestamp, SequenceNumber)[Enum.GetValues<AudioCodec>().Length];
    private readonly byte[] _packet = new byte[LongestPacket];
    private TrackId[] _tracks = new TrackId[16];
    private Instant _now;
    private int _lastVoice;

    public IEngineSeat Seat => seat;

    public Instant NextDeadline => _mix.NextDeadline;

    public long TicksSkipped => _mix.TicksSkipped;

    public int Listeners { get; private set; }

    /// <summary>Packets that could not be used, or not be handed over.</summary>
    public long Dropped { get; private set; }

    /// <summary>The owner of the tracks that carry the mix to somebody.</summary>
    public static ParticipantId MixerFor(ParticipantId listener) => new($"mixer/{listener.Value}");

    public void Handle(SoundLetter letter, Instant now)
    {
        switch (letter)
        {
            case SoundLetter.Join(_, var who, var codec):
                Join(PersonFor(who), codec);
                break;
            case SoundLetter.Leave(_, var who) when _people.TryGetValue(who, out var person):
                Leave(person);
                break;
            case SoundLetter.Mute(_, var who, var on) when _people.TryGetValue(who, out var person):
                person.IsMuted = on;
                ApplyMute(person);
                break;
            case SoundLetter.Tell(_, var who, var prompt, var ended):
                if (_people.TryGetValue(who, out var told) && told.Hears is not null)
                    Tell(told, () => told.Told.Tell(prompt, ended));
                else
                    ended?.Invoke(PromptEnd.Gone);

                break;
            case SoundLetter.PlayWaitingTone(_, var who, var on) when _people.TryGetValue(who, out var person):
                Tell(person, () => person.Told.PlayWaitingTone(on));
                break;
            case SoundLetter.Announce(_, var what):
                _mix.Announce(what);
                break;
            case SoundLetter.ListenForDigits(_, var who, var heard) when _people.TryGetValue(who, out var person):
                person.DigitHeard = heard;
                _mix.ListenForDigits(person.Voice, heard is not null);
                break;
            case SoundLetter.HushKey(_, var who) when _people.TryGetValue(who, out var person):
                _mix.KeepQuiet(person.Voice, now + KeyPress);
                break;
        }
    }

    public void Handle(EngineEvent what, Instant now)
    {
        switch (what)
        {
            case EngineEvent.TrackAdded(_, var track, var isMuted) when !track.IsVideo && SoundCodecs.TryRead(track.Codec, out var codec):
                Add(track, codec, isMuted);
                break;
            case EngineEvent.TrackRemoved(_, var track) when _sources.Remove(track, out var source):
                Remove(track, source);
                break;
            case EngineEvent.TrackMuted(_, var track, var isMuted) when _sources.TryGetValue(track, out var source):
                source.IsMuted = isMuted;
                ApplyMute(source.Person);
                break;
            case EngineEvent.ClockRead(_, var track, _, var at, var timestamp) when _sources.TryGetValue(track, out var source):
                source.Clock = new CaptureMoment(at, timestamp);
                break;
            case EngineEvent.DelayTold(_, var owner, TrackSource.Camera, var delay):
                Synchronize(owner, owner, TrackSource.Microphone, delay, now);
                break;
            case EngineEvent.DelayTold(_, var owner, TrackSource.Screen, var delay):
                Synchronize(SharerOf(owner, TrackSource.ScreenAudio), owner, TrackSource.ScreenAudio, delay, now);
                break;
        }
    }

    public void Receive(in EnginePacket facts, in RtpPacket packet)
    {
        if (!_sources.TryGetValue(facts.Track, out var source) || source.Person.Source != facts.Track
            || _mix.Receive(source.Voice, source.Codec, facts.Sequence, packet.Timestamp, packet.Payload, facts.ArrivedAt) != DropReason.None)
        {
            Dropped++;
        }
    }

    public void Advance(Instant now)
    {
        _now = now;
        _mix.Advance(now, this);
    }

    /// <summary>Everybody is told that it is over.</summary>
    public void Dispose()
    {
        foreach (var person in _people.Values)
            person.Told.Close();

        seat.Dispose();
        _mix.Dispose();
    }

    void ISoundMixOutput.SendMix(ReadOnlySpan<VoiceId> listeners, AudioCodec codec, RtpTimestamp timestamp, ReadOnlySpan<byte> payload)
    {
        var count = 0;
        foreach (var listener in listeners)
            _tracks[count++] = _byVoice[listener].Mix;

        // Everybody's series is one: who moves between encodings goes on in it.
        ref var series = ref _series[(int)codec];
        if (timestamp != series.Timestamp)
            series = (timestamp, series.Sequence + ((timestamp - series.Timestamp) / (codec.RtpClock() / SoundFrame.PerSecond)));

        var header = new RtpHeaderWriter(_packet);
        header.TryStart(marker: false, SoundCodecs.Describe(codec).PayloadType, series.Sequence, timestamp, default);
        header.TryFinish(out var length);
        Send(length, payload, _tracks.AsSpan(0, count));
    }

    void ISoundMixOutput.SendVoice(VoiceId voice, AudioLevel level, RtpTimestamp timestamp, ReadOnlySpan<byte> payload)
    {
        if (!_byVoice.TryGetValue(voice, out var person) || person.Solo is not { } solo)
            return;

        Span<byte> loudness = stackalloc byte[AudioLevel.Length];
        level.Write(loudness);
        var header = new RtpHeaderWriter(_packet);
        header.TryStart(timestamp != person.SoloExpected, SoundCodecs.Describe(AudioCodec.Opus).PayloadType, person.SoloNext, timestamp, default);
        header.TryAdd(LevelId, loudness);
        person.SoloNext += 1;
        person.SoloExpected = timestamp + SoundFrame.Length;
        header.TryFinish(out var length);
        Send(length, payload, new ReadOnlySpan<TrackId>(in solo));
    }

    void ISoundMixOutput.Measure(VoiceId voice, AudioLevel level)
    {
        // A voice with a track of its own tells by that; silence is what is not told.
        if (level.Level < AudioLevel.Silence.Level && _byVoice.TryGetValue(voice, out var person) && person is { Solo: null, Source: { } track } && !_sources[track].TellsLevel)
            seat.TellLevel(track, level);
    }

    void ISoundMixOutput.HearDigit(VoiceId voice, DtmfDigit digit)
    {
        if (_byVoice.TryGetValue(voice, out var person))
            person.DigitHeard?.Invoke(digit);
    }

    private void Send(int length, ReadOnlySpan<byte> payload, ReadOnlySpan<TrackId> tracks)
    {
        if (length + payload.Length <= _packet.Length)
        {
            payload.CopyTo(_packet.AsSpan(length));
            if (seat.TrySend(tracks, _packet.AsSpan(0, length + payload.Length), _now))
                return;
        }

        Dropped++;
    }

    private void Join(MixedPerson person, AudioCodec codec)
    {
        if (person.Hears is null)
            Listeners++;
        else
            seat.End(person.Mix);

        person.Hears = codec;
        person.Mix = seat.Publish(new EngineTrack(MixerFor(person.Who), TrackSource.Microphone, SoundCodecs.Describe(codec))
        {
            IsUnlisted = true,
            History = ShortHistory,
        });
        if (_tracks.Length < Listeners)
            Array.Resize(ref _tracks, _tracks.Length * 2);

        _mix.AddListener(person.Voice, codec);
        Tell(person, () => { });
    }

    private void Leave(MixedPerson person)
    {
        if (person.Hears is null)
            return;

        Listeners--;
        person.Hears = null;
        person.IsMuted = false;
        person.DigitHeard = null;
        person.Told.PlayWaitingTone(false);
        person.Told.Close();
        _mix.RemoveListener(person.Voice);
        _mix.ListenForDigits(person.Voice, on: false);
        ApplyMute(person);
        seat.End(person.Mix);
        ForgetIfGone(person);
    }

    private void Tell(MixedPerson person, Action change)
    {
        change();
        _mix.Tell(person.Voice, person.Told.IsSilent ? null : person.Told);
    }

    private void Add(TrackSetup track, AudioCodec codec, bool isMuted)
    {
        // What he shares sounds beside his voice, under a number of its own.
        var person = PersonFor(track.Source == TrackSource.Microphone ? track.Owner : SharerOf(track.Owner, track.Source));
        _sources[track.Id] = new Source(person, codec) { IsMuted = isMuted, TellsLevel = track.Extensions.Has(RtpExtensionKind.AudioLevel) };
        person.Source = track.Id;
        _mix.AddVoice(person.Voice);
        _mix.ListenForDigits(person.Voice, person.DigitHeard is not null);
        ApplyMute(person);
        seat.Want(track.Id, new EngineWish { IsForTheLoudest = true });
        if (codec == AudioCodec.Opus)
            return;

        _mix.Publish(person.Voice, on: true);
        person.Solo ??= seat.Publish(new EngineTrack(track.Owner, track.Source, SoundCodecs.Describe(AudioCodec.Opus)) { Extensions = Levels });
    }

    private void Remove(TrackId track, Source source)
    {
        var person = source.Person;

        // Who comes back before his old connection was given up has two for a while.
        if (person.Source != track)
            return;

        person.Source = null;
        foreach (var (other, older) in _sources)
        {
            if (older.Person == person)
                person.Source = other;
        }

        if (person.Source is not null)
        {
            ApplyMute(person);
            return;
        }

        _mix.RemoveVoice(person.Voice);
        if (person.Solo is { } solo)
            seat.End(solo);

        person.Solo = null;
        ForgetIfGone(person);
    }

    /// <summary>The voice that belongs to a picture waits for it, or is told to whoever makes the picture, which waits then.</summary>
    private void Synchronize(ParticipantId who, ParticipantId owner, TrackSource source, TimeSpan picture, Instant now)
    {
        if (_people.TryGetValue(who, out var person) && person.Source is { } track && _sources[track].Clock is { } clock
            && _mix.Synchronize(person.Voice, clock, picture, now) is { } voice)
        {
            seat.TellDelay(owner, source, voice);
        }
    }

    private static ParticipantId SharerOf(ParticipantId owner, TrackSource source) => new($"{owner.Value} ({source})");

    private void ApplyMute(MixedPerson person) =>
        _mix.Mute(person.Voice, person.IsMuted || (person.Source is { } track && _sources[track].IsMuted));

    private MixedPerson PersonFor(ParticipantId who)
    {
        if (_people.TryGetValue(who, out var person))
            return person;

        person = new MixedPerson(who, new VoiceId(++_lastVoice));
        _people.Add(who, person);
        _byVoice.Add(person.Voice, person);
        return person;
    }

    private void ForgetIfGone(MixedPerson person)
    {
        if (person.Hears is not null || person.Source is not null)
            return;

        _people.Remove(person.Who);
        _byVoice.Remove(person.Voice);
    }

    private sealed class Source(MixedPerson person, AudioCodec codec)
    {
        public MixedPerson Person => person;

        public VoiceId Voice => person.Voice;

        public AudioCodec Codec => codec;

        /// <summary>Its packets say how loud it is.</summary>
        public bool TellsLevel { get; init; }

        public bool IsMuted { get; set; }

        /// <summary>Null before its publisher has reported.</summary>
        public CaptureMoment? Clock { get; set; }
    }
}
