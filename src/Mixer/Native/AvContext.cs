using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>One decoder of libavcodec, set up by the names of its options: no field of its structure is ever touched.</summary>
internal sealed unsafe class AvContext : SafeHandle
{
    private readonly nint _codec;

    public AvContext(string decoder)
        : base(0, ownsHandle: true)
    {
        _codec = LibAvCodec.avcodec_find_decoder_by_name(decoder);
        SetHandle(_codec == 0 ? 0 : LibAvCodec.avcodec_alloc_context3(_codec));
        if (IsInvalid)
            throw new InvalidOperationException($"libavcodec has no decoder '{decoder}'.");
    }

    public override bool IsInvalid => handle == 0;

    public void Set(string option, string value)
    {
        var result = LibAvCodec.av_opt_set(this, option, value, LibAvCodec.SearchChildren);
        if (result < 0)
            throw new InvalidOperationException($"libavcodec refused {option}={value}: error {result}.");
    }

    public void Open()
    {
        var result = LibAvCodec.avcodec_open2(this, _codec, 0);
        if (result < 0)
            throw new InvalidOperationException($"libavcodec could not open a decoder: error {result}.");
    }

    protected override bool ReleaseHandle()
    {
        var context = handle;
        LibAvCodec.avcodec_free_context(&context);
        return true;
    }
}
