using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Sdp.Terminals;

namespace SignalingHost.Mixing;

/// <summary>What a terminal decodes and what it may be sent, as agreed with it (<c>TerminalLine.Picture</c> and <c>SendLimit</c>).</summary>
internal readonly record struct PictureTerms(PictureLimit Limit, Bitrate Rate, VideoProfile Profile = VideoProfile.H264Baseline)
{
    private const int SmallHeight = 360;

    // A browser that asks for this is on a bad line or has little to decode with.
    public static PictureTerms ForBrowser(int? height, bool takesH264) => new(
        PictureLimit.Hd, height <= SmallHeight ? Bitrate.Kilobits(512) : Bitrate.Megabits(1), takesH264 ? VideoProfile.H264Baseline : VideoProfile.Vp8);

    public ViewerLimits ToLimits()
    {
        var largest = Limit.LargestSize() switch
        {
            { Height: >= 1_080 } => CanvasSize.FullHd,
            { Height: >= 720 } => CanvasSize.Hd,
            { Width: >= 640 } => CanvasSize.Small,
            _ => CanvasSize.Cif,
        };
        return new ViewerLimits(largest, Bitrate.Lower(Rate, Limit.Bitrate), Profile);
    }
}
