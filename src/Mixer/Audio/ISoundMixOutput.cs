using Mixer.Audio.Codecs;
using Protocols.Dtmf;
using Protocols.Rtp;

namespace Mixer.Audio;

/// <summary>Where the mix says its 20 ms. Nothing of the arguments may be kept.</summary>
public interface ISoundMixOutput
{
    /// <summary>What each of these listeners is to hear. One stream of timestamps for each codec, so that who moves between encodings does not notice.</summary>
    void SendMix(ReadOnlySpan<VoiceId> listeners, AudioCodec codec, RtpTimestamp timestamp, ReadOnlySpan<byte> payload);

    /// <summary>One voice by itself as Opus, for those who are given tracks. Nothing is said while it is not among the loudest.</summary>
    void SendVoice(VoiceId voice, AudioLevel level, RtpTimestamp timestamp, ReadOnlySpan<byte> payload);

    /// <summary>How loud a voice that is not muted is just now, whether it is heard or not.</summary>
    void Measure(VoiceId voice, AudioLevel level);

    /// <summary>A key was heard as a tone in a voice that is listened to for that; nobody else hears it.</summary>
    void HearDigit(VoiceId voice, DtmfDigit digit);
}
