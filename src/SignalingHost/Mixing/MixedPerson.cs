using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Protocols.Dtmf;
using Protocols.Rtp;

namespace SignalingHost.Mixing;

/// <summary>One participant to a room's mix: perhaps heard by it, perhaps given it, mostly both under one number.</summary>
internal sealed class MixedPerson(ParticipantId who, VoiceId voice)
{
    public ParticipantId Who => who;

    public VoiceId Voice => voice;

    /// <summary>The codec he is given the mix in; null while he is not.</summary>
    public AudioCodec? Hears { get; set; }

    /// <summary>The track that carries the mix to him.</summary>
    public TrackId Mix { get; set; }

    public PersonalSound Told { get; } = new();

    /// <summary>By what the calls want, beside the gates of his tracks.</summary>
    public bool IsMuted { get; set; }

    public Action<DtmfDigit>? DigitHeard { get; set; }

    /// <summary>The track whose packets are his voice now; null while there is none.</summary>
    public TrackId? Source { get; set; }

    /// <summary>The track that carries his voice by itself to those who get tracks.</summary>
    public TrackId? Solo { get; set; }

    /// <summary>Numbers of <see cref="Solo"/>: a pause leaves no gap.</summary>
    public SequenceNumber SoloNext { get; set; }

    public RtpTimestamp SoloExpected { get; set; }
}
