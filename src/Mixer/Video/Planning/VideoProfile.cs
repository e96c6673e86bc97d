namespace Mixer.Video.Planning;

/// <summary>What a viewer can decode. Both packetization modes of H.264 share one encoding, whose slices are no larger than a packet.</summary>
public enum VideoProfile
{
    H264Baseline,
    H264High,
    Vp8,
}
