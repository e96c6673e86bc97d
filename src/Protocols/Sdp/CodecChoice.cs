using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// A codec this server is ready to speak: what makes it that codec, and the numbers and parameters it gets when the server
/// is the one who offers. The numbers are those browsers use themselves, which makes captures easy to read.
/// </summary>
public sealed record CodecChoice
{
    public required CodecName Name { get; init; }

    public required MediaKind Kind { get; init; }

    public required int ClockRate { get; init; }

    public int Channels { get; init; } = 1;

    public FormatParameters Format { get; init; } = FormatParameters.Empty;

    /// <summary>Used in our offers unless the session has given the number to something else.</summary>
    public required PayloadType PreferredPayloadType { get; init; }

    public PayloadType? PreferredRtxPayloadType { get; init; }

    public static CodecChoice Opus { get; } = Audio(CodecName.Opus, 111, 48_000, 2) with
    {
        Format = FormatParameters.Of(("minptime", "10"), ("useinbandfec", "1")),
    };

    public static CodecChoice Red { get; } = Audio(CodecName.Red, 63, 48_000, 2);

    public static CodecChoice G722 { get; } = Audio(CodecName.G722, 9, 8_000);

    public static CodecChoice Pcmu { get; } = Audio(CodecName.Pcmu, 0, 8_000);

    public static CodecChoice Pcma { get; } = Audio(CodecName.Pcma, 8, 8_000);

    /// <summary>Events on the clock of Opus; some browsers have only the 8 kHz kind.</summary>
    public static CodecChoice TelephoneEvent48 { get; } = Audio(CodecName.TelephoneEvent, 110, 48_000) with { Format = Digits };

    public static CodecChoice TelephoneEvent8 { get; } = Audio(CodecName.TelephoneEvent, 126, 8_000) with { Format = Digits };

    public static CodecChoice Vp8 { get; } = Video(CodecName.Vp8, 96, 97);

    public static CodecChoice Vp9 { get; } = Video(CodecName.Vp9, 98, 99) with { Format = FormatParameters.Of(("profile-id", "0")) };

    public static CodecChoice Av1 { get; } = Video(CodecName.Av1, 45, 46);

    public static CodecChoice H264ConstrainedBaseline { get; } = H264(108, 109, packetizationMode: 1, "42e01f");

    public static CodecChoice H264Baseline { get; } = H264(102, 103, packetizationMode: 1, "42001f");

    public static CodecChoice H264ConstrainedBaselineSingleNal { get; } = H264(114, 115, packetizationMode: 0, "42e01f");

    public static CodecChoice H264BaselineSingleNal { get; } = H264(104, 107, packetizationMode: 0, "42001f");

    public static CodecChoice H264(byte payloadType, byte rtxPayloadType, int packetizationMode, string profileLevelId) =>
        Video(CodecName.H264, payloadType, rtxPayloadType) with
        {
            Format = FormatParameters.Of(
                ("level-asymmetry-allowed", "1"), ("packetization-mode", $"{packetizationMode}"), ("profile-level-id", profileLevelId)),
        };

    private static FormatParameters Digits => FormatParameters.Of("0-15");

    /// <summary>What we would write about this codec under <paramref name="payloadType"/>.</summary>
    internal CodecDescription As(PayloadType payloadType) => new()
    {
        PayloadType = payloadType,
        Name = Name,
        EncodingName = Name.Text(),
        ClockRate = ClockRate,
        Channels = Channels,
        Format = Format,
    };

    internal bool Means(CodecDescription codec) => codec.IsCompatibleWith(As(PreferredPayloadType));

    private static CodecChoice Audio(CodecName name, byte payloadType, int clockRate, int channels = 1) => new()
    {
        Name = name,
        Kind = MediaKind.Audio,
        ClockRate = clockRate,
        Channels = channels,
        PreferredPayloadType = new(payloadType),
    };

    private static CodecChoice Video(CodecName name, byte payloadType, byte rtxPayloadType) => new()
    {
        Name = name,
        Kind = MediaKind.Video,
        ClockRate = 90_000,
        PreferredPayloadType = new(payloadType),
        PreferredRtxPayloadType = new(rtxPayloadType),
    };
}
