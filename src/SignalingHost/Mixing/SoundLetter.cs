using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols.Dtmf;

namespace SignalingHost.Mixing;

/// <summary>Everything that other threads can ask of a room's mix. Immutable, handled in the order of posting.</summary>
internal abstract record SoundLetter(RoomId Room)
{
    public sealed record Join(RoomId Room, ParticipantId Who, AudioCodec Codec) : SoundLetter(Room);

    public sealed record Leave(RoomId Room, ParticipantId Who) : SoundLetter(Room);

    public sealed record Mute(RoomId Room, ParticipantId Who, bool On) : SoundLetter(Room);

    public sealed record Tell(RoomId Room, ParticipantId Who, ISoundSource? Prompt, Action<PromptEnd>? Ended) : SoundLetter(Room);

    public sealed record PlayWaitingTone(RoomId Room, ParticipantId Who, bool On) : SoundLetter(Room);

    public sealed record Announce(RoomId Room, ISoundSource What) : SoundLetter(Room);

    public sealed record ListenForDigits(RoomId Room, ParticipantId Who, Action<DtmfDigit>? Heard) : SoundLetter(Room);

    public sealed record HushKey(RoomId Room, ParticipantId Who) : SoundLetter(Room);
}
