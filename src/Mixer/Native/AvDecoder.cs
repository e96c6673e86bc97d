using Mixer.Video;
using Mixer.Video.Codecs;
using Protocols.Codecs;

namespace Mixer.Native;

/// <summary>
/// H.264, VP8, VP9 and AV1 (by dav1d) in, by libavcodec, on the caller's thread alone. The picture stays in the library's memory; it is not
/// copied before it is scaled.
/// </summary>
internal sealed unsafe class AvDecoder : IVideoDecoder
{
    public static readonly string[] Names = [.. Enum.GetValues<VideoCodec>().Select(NameOf)];

    /// <summary>Longer than any access unit that the rate of a call allows.</summary>
    private const int LongestUnit = 8 << 20;

    private readonly AvContext _context;
    private readonly AvBuffers _buffers = new();
    private readonly VideoDecoderOptions _options;
    private bool _skipsLoopFilter;

    public AvDecoder(VideoCodec codec, VideoDecoderOptions options)
    {
        _options = options;
        _context = new AvContext(NameOf(codec));
        _context.Set("threads", "1");
        _context.Set("flags", "+low_delay");
        _context.Set("max_pixels", options.MaxPixels.ToString());
        _context.Open();
    }

    public bool HasPicture { get; private set; }

    public PictureView Picture
    {
        get
        {
            if (!HasPicture || _buffers.IsClosed)
                throw new InvalidOperationException("Nothing has been decoded.");

            var frame = _buffers.Shown;
            var (halfWidth, halfHeight) = (PictureView.HalfOf(frame->Width), PictureView.HalfOf(frame->Height));
            return new PictureView(
                new Plane(frame->Luma, frame->LumaStride, frame->Width, frame->Height),
                new Plane(frame->Blue, frame->BlueStride, halfWidth, halfHeight),
                new Plane(frame->Red, frame->RedStride, halfWidth, halfHeight));
        }
    }

    public bool SkipsLoopFilter
    {
        get => _skipsLoopFilter;
        set
        {
            if (_skipsLoopFilter == value)
                return;

            _skipsLoopFilter = value;
            _context.Set("skip_loop_filter", value ? "all" : "default");
        }
    }

    public DecodeOutcome Decode(ReadOnlySpan<byte> unit)
    {
        if (unit.IsEmpty || unit.Length > LongestUnit)
            return DecodeOutcome.Damaged;

        var packet = _buffers.Packet;
        if (LibAvCodec.av_new_packet(packet, unit.Length) < 0)
            return DecodeOutcome.Damaged;

        unit.CopyTo(new Span<byte>(packet->Data, unit.Length));
        var sent = LibAvCodec.avcodec_send_packet(_context, packet);
        LibAvCodec.av_packet_unref(packet);
        return sent < 0 ? DecodeOutcome.Damaged : Receive();
    }

    public void Dispose()
    {
        _context.Dispose();
        _buffers.Dispose();
    }

    private static string NameOf(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => "h264",
        VideoCodec.Vp8 => "vp8",
        VideoCodec.Vp9 => "vp9",
        VideoCodec.Av1 => "libdav1d",
        _ => throw new ArgumentOutOfRangeException(nameof(codec)),
    };

    // A unit may hold more than one picture; the last of them is the newest.
    private DecodeOutcome Receive()
    {
        var outcome = DecodeOutcome.Nothing;
        while (true)
        {
            var received = LibAvCodec.avcodec_receive_frame(_context, _buffers.Frame);
            if (received == LibAvCodec.TryAgain)
                return outcome;
            if (received < 0)
                return DecodeOutcome.Damaged;

            outcome = Judge(_buffers.Frame);
            if (outcome != DecodeOutcome.Shown)
                continue;

            _buffers.Show();
            HasPicture = true;
        }
    }

    private DecodeOutcome Judge(AvFrame* frame)
    {
        if (frame->Width <= 0 || frame->Height <= 0 || frame->Flags != 0 || frame->DecodeErrors != 0)
            return DecodeOutcome.Damaged;
        if ((long)frame->Width * frame->Height > _options.MaxPixels || Math.Max(frame->Width, frame->Height) > PicturePoolOptions.LongestSide)
            return DecodeOutcome.TooLarge;

        return frame->Format is LibAvCodec.PixelsI420 or LibAvCodec.PixelsI420FullRange ? DecodeOutcome.Shown : DecodeOutcome.UnsupportedFormat;
    }
}
