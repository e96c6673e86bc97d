using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>The packet that a decoder is fed with, the frame that it fills, and the frame that is shown until there is a newer one.</summary>
internal sealed unsafe class AvBuffers : SafeHandle
{
    private AvPacket* _packet;
    private AvFrame* _shown;

    public AvBuffers()
        : base(0, ownsHandle: true)
    {
        _packet = LibAvCodec.av_packet_alloc();
        _shown = LibAvCodec.av_frame_alloc();
        SetHandle((nint)LibAvCodec.av_frame_alloc());
        if (IsInvalid || _packet is null || _shown is null)
            throw new InvalidOperationException("libavutil has no memory for a frame.");
    }

    public override bool IsInvalid => handle == 0;

    public AvFrame* Frame => (AvFrame*)handle;

    public AvFrame* Shown => _shown;

    public AvPacket* Packet => _packet;

    /// <summary>The filled frame becomes the one that is shown, and the one before it is let go.</summary>
    public void Show()
    {
        LibAvCodec.av_frame_unref(_shown);
        LibAvCodec.av_frame_move_ref(_shown, Frame);
    }

    protected override bool ReleaseHandle()
    {
        var frame = (AvFrame*)handle;
        var shown = _shown;
        var packet = _packet;
        LibAvCodec.av_frame_free(&frame);
        LibAvCodec.av_frame_free(&shown);
        LibAvCodec.av_packet_free(&packet);
        _shown = null;
        _packet = null;
        return true;
    }
}
