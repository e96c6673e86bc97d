using System.Globalization;
using System.Runtime.InteropServices;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Native;

/// <summary>The settings of one encoder of libx264, by the names that its command line knows them by.</summary>
internal sealed unsafe class X264Settings : SafeHandle
{
    private readonly VideoEncoderOptions _options;

    public X264Settings(VideoEncoderOptions options)
        : base(0, ownsHandle: true)
    {
        _options = options;
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(X264Parameters)));
        var preset = options.Effort == EncoderEffort.X264Veryfast ? "veryfast" : "superfast";
        Check(LibX264.x264_param_default_preset(Parameters, preset, "zerolatency"), preset);
        (Parameters->Width, Parameters->Height, Parameters->ColourSpace) = (options.Width, options.Height, LibX264.I420);
        Set("log", "-1");
        Set("threads", "1");
        Set("sliced-threads", "0");

        // Every picture has the same share of the rate. To be told the pictures' times instead, the encoder would wait for the next.
        Set("force-cfr", "1");
        Set("fps", FormattableString.Invariant($"{Math.Round(options.PicturesPerSecond * 1000)}/1000"));

        // Key frames come when somebody needs one, never by themselves.
        Set("keyint", "infinite");
        Set("scenecut", "0");
        Set("repeat-headers", "1");
        Set("annexb", "1");
        Set("bframes", "0");
        Set("ref", "1");
        Set("slice-max-size", Text(options.LongestUnit));
        SetRate(options.Bitrate, options.PicturesPerSecond);
        var profile = options.Profile == VideoProfile.H264High ? "high" : "baseline";
        Check(LibX264.x264_param_apply_profile(Parameters, profile), profile);
    }

    public override bool IsInvalid => handle == 0;

    public X264Parameters* Parameters => (X264Parameters*)handle;

    // The rate of pictures is fixed when the encoder is opened; at another, a picture's share is right when the bitrate is wrong alike.
    public void SetRate(Bitrate bitrate, double picturesPerSecond)
    {
        var kilobits = Math.Max((int)(bitrate.InKilobits * _options.PicturesPerSecond / picturesPerSecond), 1);
        Set("bitrate", Text(kilobits));
        Set("vbv-maxrate", Text(kilobits));
        Set("vbv-bufsize", Text(Math.Max((int)(bitrate.InKilobits * _options.RateBuffer.TotalSeconds), 1)));
    }

    protected override bool ReleaseHandle()
    {
        LibX264.x264_param_cleanup(Parameters);
        NativeMemory.Free((void*)handle);
        return true;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Set(string name, string value) => Check(LibX264.x264_param_parse(Parameters, name, value), name);

    private static void Check(int result, string what)
    {
        if (result != 0)
            throw new InvalidOperationException($"libx264 refused '{what}': error {result}.");
    }
}
