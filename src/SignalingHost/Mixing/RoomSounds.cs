using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols.Dtmf;

namespace SignalingHost.Mixing;

/// <summary>The sound of all rooms: who listens where, and which thread mixes it. A room stays with its thread until nobody listens.</summary>
internal sealed class RoomSounds : IRoomSound, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, Hall> _halls = [];
    private readonly MediaNode _node;
    private readonly SoundWorker[] _workers;
    private readonly int[] _listeners;

    public RoomSounds(MediaNode node, int threads, SoundMixOptions options, ILogger<RoomSounds> log)
    {
        _node = node;
        _workers = [.. Enumerable.Range(0, threads).Select(number => new SoundWorker(number, node, options, log))];
        _listeners = new int[threads];
    }

    public IReadOnlyList<SoundStatistics> Statistics => [.. _workers.Select(worker => worker.Statistics)];

    public void Start()
    {
        foreach (var worker in _workers)
            worker.Start();
    }

    public StreamWish Join(RoomId room, ParticipantId who, AudioCodec codec)
    {
        lock (_gate)
        {
            if (!_halls.TryGetValue(room, out var hall))
                _halls[room] = hall = new Hall(Array.IndexOf(_listeners, _listeners.Min()));

            if (hall.Codecs.TryAdd(who, codec))
                _listeners[hall.Worker]++;

            hall.Codecs[who] = codec;
            _workers[hall.Worker].Post(new SoundLetter.Join(room, who, codec));
        }

        return new StreamWish(new SourceChoice.Of(RoomMix.MixerFor(who), TrackSource.Microphone));
    }

    public void Leave(RoomId room, ParticipantId who)
    {
        lock (_gate)
        {
            if (!_halls.TryGetValue(room, out var hall) || !hall.Codecs.Remove(who))
                return;

            _listeners[hall.Worker]--;
            if (hall.Codecs.Count == 0)
                _halls.Remove(room);

            _workers[hall.Worker].Post(new SoundLetter.Leave(room, who));
        }
    }

    public void Mute(RoomId room, ParticipantId who, bool on)
    {
        // What is forwarded as it is must be stopped at the gate; what is only mixed may still bring keys.
        if (CodecOf(room, who) == AudioCodec.Opus)
            _node.Post(room, new ShardLetter.Mute(room, who, TrackSource.Microphone, on));
        else
            Post(new SoundLetter.Mute(room, who, on));
    }

    public void Tell(RoomId room, ParticipantId who, ISoundSource? prompt, Action<PromptEnd>? ended = null)
    {
        if (!Post(new SoundLetter.Tell(room, who, prompt, ended)))
            ended?.Invoke(PromptEnd.Gone);
    }

    public void PlayWaitingTone(RoomId room, ParticipantId who, bool on) => Post(new SoundLetter.PlayWaitingTone(room, who, on));

    public void Announce(RoomId room, ISoundSource announcement) => Post(new SoundLetter.Announce(room, announcement));

    public void ListenForDigits(RoomId room, ParticipantId who, Action<DtmfDigit>? heard) => Post(new SoundLetter.ListenForDigits(room, who, heard));

    public void HushKey(RoomId room, ParticipantId who) => Post(new SoundLetter.HushKey(room, who));

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
    }

    private AudioCodec? CodecOf(RoomId room, ParticipantId who)
    {
        lock (_gate)
            return _halls.TryGetValue(room, out var hall) && hall.Codecs.TryGetValue(who, out var codec) ? codec : null;
    }

    private bool Post(SoundLetter letter)
    {
        lock (_gate)
            return _halls.TryGetValue(letter.Room, out var hall) && _workers[hall.Worker].Post(letter);
    }

    /// <summary>Who hears the mix of one room, and in what; and whose thread makes it.</summary>
    private sealed class Hall(int worker)
    {
        public int Worker => worker;

        public Dictionary<ParticipantId, AudioCodec> Codecs { get; } = [];
    }
}
