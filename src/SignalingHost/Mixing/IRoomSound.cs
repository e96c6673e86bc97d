using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols.Dtmf;

namespace SignalingHost.Mixing;

/// <summary>
/// The sound of rooms for those who take one stream of it: terminals, telephones, a caller in the voice menu, who is alone in a room of
/// his own. Any thread may call it, and nothing waits. What is said of somebody who has not joined, or has left, does nothing.
/// </summary>
internal interface IRoomSound
{
    /// <summary>
    /// From now on he hears the room without himself, in this codec, and the room hears the microphone that he publishes in it by
    /// whatever leg. Called again: in another codec. Returns what his line is to show (<c>TerminalPlace.Sound</c> or <c>TerminalCall.Show</c>).
    /// </summary>
    StreamWish Join(RoomId room, ParticipantId who, AudioCodec codec);

    void Leave(RoomId room, ParticipantId who);

    /// <summary>Nobody hears him; his keys are heard all the same, also those that come as tones.</summary>
    void Mute(RoomId room, ParticipantId who, bool on);

    /// <summary>
    /// Tells him something, over the softer meeting, in place of what he is being told; null silences it. <paramref name="ended"/> is
    /// called once, on the thread of the mix: take it and return.
    /// </summary>
    void Tell(RoomId room, ParticipantId who, ISoundSource? prompt, Action<PromptEnd>? ended = null);

    /// <summary>The tone of waiting, whenever he is told nothing else.</summary>
    void PlayWaitingTone(RoomId room, ParticipantId who, bool on);

    /// <summary>Tells everybody who hears the mix something, after what they are being told so already.</summary>
    void Announce(RoomId room, ISoundSource announcement);

    /// <summary>
    /// His keys may come as tones: each is told to <paramref name="heard"/>, on the thread of the mix, and kept from the others, who hear
    /// him 20 ms later for it. Null: no more.
    /// </summary>
    void ListenForDigits(RoomId room, ParticipantId who, Action<DtmfDigit>? heard);

    /// <summary>A key of his is known to be pressed (telephone event, SIP INFO): its tone is for nobody.</summary>
    void HushKey(RoomId room, ParticipantId who);
}

/// <summary>How it ended that somebody was told something.</summary>
internal enum PromptEnd
{
    /// <summary>To its last sample.</summary>
    Said,

    /// <summary>Something else, or silence, was wanted instead.</summary>
    Replaced,

    /// <summary>He left, or the server is closing.</summary>
    Gone,
}
