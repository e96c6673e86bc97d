using Protocols;
using Protocols.Sdp;

namespace Scenarios.Media;

/// <summary>A simulated camera and its encoder.</summary>
public sealed record CameraOptions
{
    public static readonly CameraOptions Simple = new();

    /// <summary>Three sizes as browsers send them.</summary>
    public static readonly CameraOptions Simulcast = new()
    {
        Encodings =
        [
            new("q", 180, Bitrate.Kilobits(150)),
            new("h", 360, Bitrate.Kilobits(500)),
            new("f", 720, Bitrate.Kilobits(1_500)),
        ],
        TemporalLayers = 3,
    };

    public CodecChoice Codec { get; init; } = CodecChoice.Vp8;

    public double FramesPerSecond { get; init; } = 30;

    /// <summary>Lowest first. One with an empty name is no simulcast.</summary>
    public IReadOnlyList<EncodingOptions> Encodings { get; init; } = [new("", 360, Bitrate.Kilobits(600))];

    /// <summary>Within each encoding; each is half as high as the next.</summary>
    public int SpatialLayers { get; init; } = 1;

    public int TemporalLayers { get; init; } = 1;

    /// <summary>A key frame is so many times as large as the average frame.</summary>
    public double KeyFrameSize { get; init; } = 5;

    /// <summary>Switches encodings off that the server says nobody watches.</summary>
    public bool FollowsDemand { get; init; }

    /// <summary>Key frames come every two seconds and never when asked.</summary>
    public bool IgnoresRequests { get; init; }

    /// <summary>Browsers send descriptors with any codec if the extension was agreed.</summary>
    public bool DescribesDependencies { get; init; }
}

public sealed record EncodingOptions(string Rid, int Height, Bitrate Rate);
