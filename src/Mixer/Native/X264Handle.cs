using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>One encoder of libx264.</summary>
internal sealed unsafe class X264Handle : SafeHandle
{
    public X264Handle(X264Parameters* parameters)
        : base(0, ownsHandle: true)
    {
        SetHandle(LibX264.x264_encoder_open_164(parameters));
        if (IsInvalid)
            throw new InvalidOperationException("libx264 could not open an encoder.");
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibX264.x264_encoder_close(handle);
        return true;
    }
}
