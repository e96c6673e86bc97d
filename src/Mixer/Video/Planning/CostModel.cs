namespace Mixer.Video.Planning;

/// <summary>
/// What video work costs, in shares of one core. All of it goes by pixels a second, which holds within a tenth from 360 to 1080 lines. The constants are of the
/// machine that docs/operate/benchmarks.md names; how much slower another one is, <see cref="MachineSpeed"/> finds out.
/// </summary>
public sealed record CostModel
{
    private const double Million = 1_000_000;

    /// <summary>4.1 % of a core for 720p30.</summary>
    public double DecodePerMegapixel { get; init; } = 0.0015;

    /// <summary>Scaling into panes, names and frames: 1 % for a canvas of 720p30 all of which is new.</summary>
    public double ComposePerMegapixel { get; init; } = 0.0004;

    public double Decode(int width, int height, int framesPerSecond) => DecodePerMegapixel * Megapixels(width, height, framesPerSecond);

    public double Compose(RateStep step) => ComposePerMegapixel * Megapixels(step);

    public double Encode(RateStep step, VideoProfile profile, EncoderEffort effort) => Megapixels(step) * (profile, effort) switch
    {
        (VideoProfile.Vp8, _) => 0.008,
        (_, EncoderEffort.X264Veryfast) => 0.0065,
        (_, EncoderEffort.X264Superfast) => 0.0044,
        _ => 0.003,
    };

    private static double Megapixels(RateStep step) => Megapixels(step.Size.Width, step.Size.Height, step.FramesPerSecond);

    private static double Megapixels(int width, int height, int framesPerSecond) => (double)width * height * framesPerSecond / Million;
}
