using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs.Packetizing;
using Protocols.Rtp;

namespace Mixer.Outputs;

/// <summary>
/// One class's stream: each picture is encoded once and cut into packets once, for however many receive it. A unit of H.264 is a packet as it is, in
/// both packetization modes. Belongs to one thread.
/// </summary>
public sealed class VideoOutput(VideoEncoderOptions options, RtpTimestamp start, ushort firstPicture = 0) : IDisposable
{
    private const long TicksPerClock = TimeSpan.TicksPerSecond / 10_000;
    private const int ClocksPerStep = 9;
    private const int Supplemental = 6;

    private readonly IVideoEncoder _encoder = VideoCodecs.OpenEncoder(options);
    private readonly byte[] _payload = new byte[options.LongestUnit];

    /// <summary>The number of the next picture of VP8. A stream that goes on with another encoder goes on counting.</summary>
    public ushort PictureId { get; private set; } = firstPicture;

    /// <summary>The next picture will be one to begin with.</summary>
    public void RequestKeyFrame() => _encoder.RequestKeyFrame();

    public void SetRate(Bitrate bitrate, double picturesPerSecond) => _encoder.SetRate(bitrate, picturesPerSecond);

    /// <summary>Says whether the picture was a key frame.</summary>
    /// <param name="picture">Of the class's size.</param>
    /// <param name="time">Since the stream began; only forward.</param>
    /// <param name="output">Is told the packets of the picture, none when the rate left no room for it.</param>
    public bool Encode(PictureView picture, TimeSpan time, IVideoPayloads output)
    {
        var encoded = _encoder.Encode(picture, time);
        if (encoded.IsEmpty)
            return false;

        var timestamp = start + ClocksIn(time);
        if (options.Profile == VideoProfile.Vp8)
            SendFrame(encoded, timestamp, output);
        else
            SendUnits(encoded, timestamp, output);

        return encoded.IsKeyFrame;
    }

    /// <summary>How far a stream's timestamps have come at this time.</summary>
    public static int ClocksIn(TimeSpan time) => unchecked((int)(time.Ticks / TicksPerClock * ClocksPerStep));

    public void Dispose() => _encoder.Dispose();

    private void SendFrame(EncodedPicture encoded, RtpTimestamp timestamp, IVideoPayloads output)
    {
        var frame = encoded.Unit(0);
        var packetizer = new Vp8Packetizer(frame, _payload.Length, PictureId);
        PictureId = (ushort)((PictureId + 1) & 0x7FFF);
        for (var left = frame.Length; packetizer.TryNext(_payload, out var length);)
        {
            left -= length - Vp8Packetizer.DescriptorLength;
            output.Send(timestamp, left == 0, _payload.AsSpan(0, length));
        }
    }

    private void SendUnits(EncodedPicture encoded, RtpTimestamp timestamp, IVideoPayloads output)
    {
        for (var i = 0; i < encoded.UnitCount; i++)
        {
            // An encoder's message to nobody about itself.
            var unit = encoded.Unit(i);
            if ((unit[0] & 0x1F) == Supplemental)
                continue;

            // The encoders keep to the limit; should one not, mode 1 takes the fragments.
            var isLast = i == encoded.UnitCount - 1;
            var packetizer = new H264Packetizer(unit, _payload.Length);
            if (packetizer.IsWhole)
            {
                output.Send(timestamp, isLast, unit);
                continue;
            }

            while (packetizer.TryNext(_payload, out var length))
                output.Send(timestamp, isLast && (_payload[1] & 0x40) != 0, _payload.AsSpan(0, length));
        }
    }
}
