using Protocols.Sdp;

namespace Load.Streams;

/// <summary>A stretch of canned media, packetized: what is played over and over. Positions count its frames.</summary>
internal sealed class MediaClip(CodecChoice codec, TimeSpan frameDuration)
{
    private readonly List<byte[]> _payloads = [];
    private readonly List<ClipFrame> _frames = [];

    public CodecChoice Codec { get; } = codec;

    public TimeSpan FrameDuration { get; } = frameDuration;

    public int TimestampStep { get; } = (int)(codec.ClockRate * frameDuration.Ticks / TimeSpan.TicksPerSecond);

    public IReadOnlyList<ClipFrame> Frames => _frames;

    public double PacketsPerSecond => _payloads.Count / (_frames.Count * FrameDuration.TotalSeconds);

    public double BitsPerSecond => _payloads.Sum(payload => payload.Length) * 8 / (_frames.Count * FrameDuration.TotalSeconds);

    public byte[] Payload(int index) => _payloads[index];

    public void Add(bool isKeyFrame, IEnumerable<byte[]> payloads)
    {
        var first = _payloads.Count;
        _payloads.AddRange(payloads);
        _frames.Add(new ClipFrame(first, _payloads.Count - first, isKeyFrame));
    }
}

/// <summary>One frame of a clip: which payloads it is made of.</summary>
internal readonly record struct ClipFrame(int FirstPayload, int Payloads, bool IsKeyFrame);
