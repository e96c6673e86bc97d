using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>One encoder of libvpx with its configuration.</summary>
internal sealed unsafe class VpxHandle : SafeHandle
{
    private bool _isOpen;

    public VpxHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)(sizeof(VpxContext) + sizeof(VpxConfiguration))));
        Check(LibVpx.vpx_codec_enc_config_default(LibVpx.vpx_codec_vp8_cx(), Configuration, 0));
    }

    public override bool IsInvalid => handle == 0;

    public VpxContext* Context
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (VpxContext*)handle;
        }
    }

    public VpxConfiguration* Configuration => (VpxConfiguration*)(Context + 1);

    public void Open()
    {
        Check(LibVpx.vpx_codec_enc_init_ver(Context, LibVpx.vpx_codec_vp8_cx(), Configuration, 0, LibVpx.EncoderAbi));
        _isOpen = true;
    }

    public void Control(int control, int value) => Check(LibVpx.vpx_codec_control_(Context, control, value));

    public void Reconfigure() => Check(LibVpx.vpx_codec_enc_config_set(Context, Configuration));

    public static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"libvpx refused what it must accept: error {result}.");
    }

    protected override bool ReleaseHandle()
    {
        if (_isOpen)
            _ = LibVpx.vpx_codec_destroy((VpxContext*)handle);

        NativeMemory.Free((void*)handle);
        return true;
    }
}
