namespace Mixer.Video.Planning;

/// <summary>How much computing is spent on H.264 for the same rate, most first.</summary>
public enum EncoderEffort
{
    X264Veryfast,
    X264Superfast,
    OpenH264Low,
}
