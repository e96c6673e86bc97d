using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// One payload type of a media section with everything the section says about it. In a negotiated section
/// <see cref="Format"/> is what the other side said (what it can receive) and <see cref="Feedback"/> is what both said.
/// </summary>
public sealed record CodecDescription
{
    public required PayloadType PayloadType { get; init; }

    public required CodecName Name { get; init; }

    /// <summary>As the describer spelled it; the only name an unknown codec has.</summary>
    public required string EncodingName { get; init; }

    public required int ClockRate { get; init; }

    public int Channels { get; init; } = 1;

    public FormatParameters Format { get; init; } = FormatParameters.Empty;

    public RtcpFeedbackKinds Feedback { get; init; }

    /// <summary>The payload type that carries retransmissions of this one; null if none was agreed.</summary>
    public PayloadType? RtxPayloadType { get; init; }

    public bool IsRetransmission => Name == CodecName.Rtx;

    /// <summary>
    /// Whether two descriptions mean streams that one decoder can take: same codec, clock and channels, and for codecs with
    /// profiles the same profile (H.264 also the same packetization mode, RFC 6184 §8.2.2). Levels may differ.
    /// </summary>
    public bool IsCompatibleWith(CodecDescription other)
    {
        if (Name != other.Name || ClockRate != other.ClockRate || Channels != other.Channels)
            return false;

        return Name switch
        {
            CodecName.Unknown => EncodingName.Equals(other.EncodingName, StringComparison.OrdinalIgnoreCase),
            CodecName.H264 => Format.PacketizationMode == other.Format.PacketizationMode
                && Format.ProfileLevelId is { } ours && other.Format.ProfileLevelId is { } theirs && ours.IsSameProfileAs(theirs),
            CodecName.Vp9 => Format.Vp9Profile == other.Format.Vp9Profile,
            CodecName.Av1 => Format.Av1Profile == other.Format.Av1Profile,
            _ => true,
        };
    }

    /// <summary>
    /// Whether who described this can decode what is sent as <paramref name="sent"/>, though it may be called otherwise: H.264 of a lesser
    /// profile, or in single NAL units where fragments would be allowed too.
    /// </summary>
    public bool Takes(CodecDescription sent) => IsCompatibleWith(sent)
        || (Name == CodecName.H264 && sent.Name == CodecName.H264
            && Format.PacketizationMode >= sent.Format.PacketizationMode
            && Format.ProfileLevelId is { } ours && sent.Format.ProfileLevelId is { } theirs && ours.Decodes(theirs));

    public override string ToString() => $"{PayloadType} {EncodingName}/{ClockRate}";

    // Records compare every member; two readings of the same line are the same codec, and their parameters are not shared objects.
    public bool Equals(CodecDescription? other) =>
        other is not null && PayloadType == other.PayloadType && Name == other.Name && EncodingName == other.EncodingName
        && ClockRate == other.ClockRate && Channels == other.Channels && Feedback == other.Feedback
        && RtxPayloadType == other.RtxPayloadType && Format.ToString() == other.Format.ToString();

    public override int GetHashCode() => HashCode.Combine(PayloadType, Name, ClockRate, Channels);
}
