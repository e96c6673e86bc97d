using MediaServer.Tracks;
using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>What the pictures of all rooms are promised to cost: each class of a room once, however many are in it, and each twin of a track. Its owner keeps threads apart.</summary>
internal sealed class PicturePromises(CostModel costs, Admission admission)
{
    private static readonly RateStep Hd = new(CanvasSize.Hd, Bitrate.Megabits(2), 30);
    private static readonly RateStep Half = new(CanvasSize.Small, Bitrate.Kilobits(512), 30);

    private readonly Dictionary<(RoomId Room, ParticipantId Who), RateStep> _steps = [];
    private readonly Dictionary<(RoomId Room, RateStep Step), int> _viewers = [];

    /// <summary>In cores.</summary>
    public double Promised => admission.Promised;

    /// <summary>How many times slower this machine is than the model's.</summary>
    public double MachineFactor
    {
        get => admission.MachineFactor;
        set => admission.MachineFactor = value;
    }

    /// <summary>False: there is no room for a class of his own, and he is in none that there is.</summary>
    public bool TryPromise(RoomId room, ParticipantId who, RateStep step, MixLimits limits)
    {
        GiveBack(room, who);
        var count = _viewers.GetValueOrDefault((room, step));
        if (count == 0 && !admission.TryPromise(CostOf(step), limits))
            return false;

        _viewers[(room, step)] = count + 1;
        _steps[(room, who)] = step;
        return true;
    }

    public void GiveBack(RoomId room, ParticipantId who)
    {
        if (!_steps.Remove((room, who), out var step) || --_viewers[(room, step)] > 0)
            return;

        _viewers.Remove((room, step));
        admission.GiveBack(CostOf(step));
    }

    /// <summary>For a track's twin. How large its pictures are is not known before one has come, so all are taken for 720p.</summary>
    public bool TryPromiseTwin(MixLimits limits) => admission.TryPromise(CostOfTwin, limits);

    public void GiveBackTwin() => admission.GiveBack(CostOfTwin);

    private double CostOfTwin => costs.Decode(CanvasSize.Hd.Width, CanvasSize.Hd.Height, Hd.FramesPerSecond)
        + costs.Compose(Hd) + costs.Encode(Hd, VideoProfile.Vp8, default) + costs.Encode(Half, VideoProfile.Vp8, default);

    // Each source comes about as large as its pane is, so all that is decoded for a picture is about the picture once.
    private double CostOf(RateStep step) =>
        costs.Encode(step, VideoProfile.H264Baseline, EncoderEffort.X264Veryfast) + costs.Compose(step) + costs.Decode(step.Size.Width, step.Size.Height, step.FramesPerSecond);
}
