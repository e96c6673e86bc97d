using Protocols;
using Protocols.Codecs;

namespace MediaServer.Packets;

/// <summary>
/// What is known of a remembered packet without looking at its bytes again. Offsets point into its slot;
/// a length of zero says that the packet did not carry the thing.
/// </summary>
public struct PacketFacts
{
    public Instant ArrivedAt;
    public ushort Length;
    public ushort PayloadOffset;
    public ushort PayloadLength;
    public ushort DependencyOffset;
    public byte DependencyLength;
    public byte CaptureTimeLength;
    public ushort CaptureTimeOffset;

    /// <summary>RFC 6464 as it stood in the packet (voice flag and level).</summary>
    public byte AudioLevel;
    public bool HasAudioLevel;

    /// <summary>The coordination of video orientation byte (3GPP TS 26.114).</summary>
    public byte Orientation;
    public bool HasOrientation;

    /// <summary>What each receiver gets differently.</summary>
    public PatchPlaces Patches;

    private ushort _lightOffset;
    private ushort _lightLength;
    private ushort _heavyOffset;
    private ushort _heavyLength;

    /// <summary>Where the redundant form of a class stands in the slot; a length of zero says that there is none.</summary>
    public readonly (int Offset, int Length) Redundant(int level) => level == 0 ? (_lightOffset, _lightLength) : (_heavyOffset, _heavyLength);

    public void SetRedundant(int level, ushort offset, ushort length)
    {
        if (level == 0)
            (_lightOffset, _lightLength) = (offset, length);
        else
            (_heavyOffset, _heavyLength) = (offset, length);
    }
}
