using System.Diagnostics;
using Load.Telephony;
using Protocols.Codecs.Packetizing;
using Protocols.Sdp;

namespace Load.Streams;

/// <summary>
/// The canned media: real streams of real encoders, made once from synthetic pictures and a synthetic voice and kept beside the
/// build, so that sizes and bursts are those of a call.
/// </summary>
internal sealed class ClipLibrary(string folder)
{
    /// <summary>What libwebrtc leaves for a payload: 1200 bytes less the RTP header and the extensions.</summary>
    private const int LongestPayload = 1_160;

    private static readonly TimeSpan VideoFrame = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / 30);
    private static readonly TimeSpan AudioFrame = TimeSpan.FromMilliseconds(20);

    private const string Words =
        "Good morning everybody. The first point on the agenda is the budget for the next quarter. Could you share the figures, please? "
        + "I have sent them round yesterday. Let us look at the second page, where the totals are.";

    public MediaClip Vp8(string size = "1280x720", int kilobits = 1_700)
    {
        var file = Make($"vp8-{size}-{kilobits}.ivf", "ffmpeg",
            $"{Picture(size)} -c:v libvpx -deadline realtime -cpu-used 6 -b:v {kilobits}k -minrate {kilobits}k -maxrate {kilobits}k "
            + "-bufsize 500k -g 60 -keyint_min 60 -auto-alt-ref 0 -lag-in-frames 0 -error-resilient 1 -f ivf");
        var clip = new MediaClip(CodecChoice.Vp8, VideoFrame);
        foreach (var frame in Containers.ReadIvf(file))
            clip.Add(Vp8Packetizer.IsKeyFrame(frame), Packetize(frame, LongestPayload));

        return clip;
    }

    public MediaClip H264(string size = "1280x720", int kilobits = 1_700)
    {
        var file = File.ReadAllBytes(H264File(size, kilobits));
        var clip = new MediaClip(CodecChoice.H264ConstrainedBaseline, VideoFrame);
        foreach (var units in H264Stream.ReadAccessUnits(file))
            clip.Add(H264Stream.IsKeyFrame(units), H264Stream.Packetize(units, LongestPayload));

        return clip;
    }

    /// <summary>The same as a file.</summary>
    public string H264File(string size = "1280x720", int kilobits = 1_700)
    {
        var name = $"h264-{size}-{kilobits}.h264";
        Make(name, "ffmpeg",
            $"{Picture(size)} -c:v libx264 -profile:v baseline -preset superfast -tune zerolatency -b:v {kilobits}k -maxrate {kilobits}k "
            + "-bufsize 500k -g 60 -keyint_min 60 -sc_threshold 0 -x264-params aud=1:sliced-threads=0:slices=1 -f h264");
        return Path.Combine(folder, name);
    }

    public MediaClip Opus(int kilobits = 32)
    {
        var file = Make($"opus-{kilobits}.ogg", "ffmpeg",
            $"-i {Voice()} -ar 48000 -ac 1 -c:a libopus -application voip -vbr on -b:a {kilobits}k -frame_duration 20 -f ogg");
        var clip = new MediaClip(CodecChoice.Opus, AudioFrame);
        foreach (var packet in Containers.ReadOggOpus(file))
            clip.Add(isKeyFrame: true, [packet]);

        return clip;
    }

    /// <summary>Payloads of 20 ms each: the voice, or ten seconds of nothing.</summary>
    public byte[][] Sound(SoundCodec codec, bool isSilence)
    {
        var source = isSilence ? "-f lavfi -t 10 -i anullsrc=r=48000:cl=mono" : $"-i {Voice()}";
        var file = Make($"telephone-{codec.Name}{(isSilence ? "-silence" : "")}", "ffmpeg", $"{source} -ac 1 {codec.Encoder}");
        return codec.FrameBytes == 0 ? [.. Containers.ReadOggOpus(file)] : [.. file.Chunk(codec.FrameBytes).Where(chunk => chunk.Length == codec.FrameBytes)];
    }

    /// <summary>
    /// VP8 in name only: bursts of packets of exactly one size, a frame each, with a key frame every two seconds. What is behind
    /// the descriptor no forwarder reads but for the first bytes of a key frame, which are right.
    /// </summary>
    public static MediaClip Synthetic(int payloadLength, int packetsPerBurst, int burstsPerSecond)
    {
        var clip = new MediaClip(CodecChoice.Vp8, TimeSpan.FromTicks(TimeSpan.TicksPerSecond / burstsPerSecond));
        for (var frame = 0; frame < 2 * burstsPerSecond; frame++)
        {
            var bytes = new byte[(payloadLength - Vp8Packetizer.DescriptorLength) * packetsPerBurst];
            bytes[0] = (byte)(frame == 0 ? 0x10 : 0x11);
            if (frame == 0)
                ((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02]).CopyTo(bytes.AsSpan(3));

            clip.Add(frame == 0, Packetize(bytes, payloadLength));
        }

        return clip;
    }

    // The player fills in the picture's id.
    private static List<byte[]> Packetize(byte[] frame, int longestPayload)
    {
        var packetizer = new Vp8Packetizer(frame, longestPayload, pictureId: 0);
        var (payloads, payload) = (new List<byte[]>(), new byte[longestPayload]);
        while (packetizer.TryNext(payload, out var length))
            payloads.Add(payload[..length]);

        return payloads;
    }

    // A moving test picture under a little noise: about what a camera in a lit room gives an encoder to do.
    private static string Picture(string size) => $"-f lavfi -i testsrc2=size={size}:rate=30 -vf noise=alls=5:allf=t,format=yuv420p -t 10";

    private string Voice()
    {
        var voice = Path.Combine(folder, "voice.wav");
        Directory.CreateDirectory(folder);
        if (!File.Exists(voice))
            Run("espeak-ng", $"-s 150 -w {voice} \"{Words}\"");

        return voice;
    }

    private byte[] Make(string name, string program, string arguments)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            var half = path + ".part";
            Run(program, $"-hide_banner -loglevel error -y {arguments} {half}");
            File.Move(half, path, overwrite: true);
        }

        return File.ReadAllBytes(path);
    }

    private static void Run(string program, string arguments)
    {
        Console.Error.WriteLine($"Making a canned stream: {program} {arguments[..Math.Min(100, arguments.Length)]}…");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments} ended with code {process.ExitCode}.");
    }
}
