using System.Runtime.InteropServices;
using Mixer.Video.Codecs;
using Protocols;

namespace Mixer.Native;

/// <summary>One encoder of libopenh264, and the memory in which it says what it made.</summary>
internal sealed unsafe class OpenH264Handle : SafeHandle
{
    private readonly OpenH264Output* _output;

    public OpenH264Handle()
        : base(0, ownsHandle: true)
    {
        OpenH264Object* encoder;
        Check(LibOpenH264.WelsCreateSVCEncoder(&encoder));
        SetHandle((nint)encoder);
        _output = (OpenH264Output*)NativeMemory.AllocZeroed((nuint)sizeof(OpenH264Output));
    }

    public override bool IsInvalid => handle == 0;

    private OpenH264Object* Encoder
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (OpenH264Object*)handle;
        }
    }

    public OpenH264Parameters Defaults()
    {
        OpenH264Parameters parameters;
        Check(Encoder->Functions->GetDefaultParams(Encoder, &parameters));
        return parameters;
    }

    public void Open(OpenH264Parameters parameters)
    {
        var quiet = 0;
        SetOption(LibOpenH264.OptionTraceLevel, &quiet);
        Check(Encoder->Functions->InitializeExt(Encoder, &parameters));
    }

    public void SetRate(Bitrate bitrate, double picturesPerSecond)
    {
        var rate = stackalloc int[] { LibOpenH264.AllLayers, Bits(bitrate) };
        var pictures = (float)picturesPerSecond;
        SetOption(LibOpenH264.OptionFrameRate, &pictures);
        SetOption(LibOpenH264.OptionBitrate, rate);
    }

    public void ForceKeyFrame() => Check(Encoder->Functions->ForceIntraFrame(Encoder, 1, -1));

    public OpenH264Output* Encode(OpenH264Picture picture)
    {
        Check(Encoder->Functions->EncodeFrame(Encoder, &picture, _output));
        return _output;
    }

    public static int Bits(Bitrate bitrate) => (int)Math.Min(bitrate.BitsPerSecond, int.MaxValue / 2);

    protected override bool ReleaseHandle()
    {
        var encoder = (OpenH264Object*)handle;
        _ = encoder->Functions->Uninitialize(encoder);
        LibOpenH264.WelsDestroySVCEncoder(encoder);
        NativeMemory.Free(_output);
        return true;
    }

    private void SetOption(int option, void* value) => Check(Encoder->Functions->SetOption(Encoder, option, value));

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"libopenh264 refused what it must accept: error {result}.");
    }
}
