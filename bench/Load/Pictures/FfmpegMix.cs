using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mixer.Video.Planning;

namespace Load.Pictures;

/// <summary>The same by ffmpeg: a filter graph that decodes, scales, stacks and encodes, each on one thread and with the settings of our encoder.</summary>
internal static class FfmpegMix
{
    /// <summary>Milliseconds of CPU for each composed picture.</summary>
    public static double Run(string clip, int panes, int pictures, EncoderEffort effort)
    {
        var side = panes == 4 ? 2 : 3;
        var (graph, places) = (new StringBuilder(), new List<string>());
        for (var at = 0; at < panes; at++)
        {
            // The same even rectangles as ours.
            var (left, right) = (Even(1280, at % side, side), Even(1280, (at % side) + 1, side));
            var (top, bottom) = (Even(720, at / side, side), Even(720, (at / side) + 1, side));
            graph.Append(CultureInfo.InvariantCulture, $"[{at}:v]scale={right - left}:{bottom - top}:flags=bilinear[p{at}];");
            places.Add($"{left}_{top}");
        }

        graph.AppendJoin("", Enumerable.Range(0, panes).Select(at => $"[p{at}]"));
        graph.Append(CultureInfo.InvariantCulture, $"xstack=inputs={panes}:layout={string.Join('|', places)}[o]");
        var inputs = string.Join(' ', Enumerable.Repeat($"-threads 1 -r 30 -i {clip}", panes));
        var preset = effort == EncoderEffort.X264Veryfast ? "veryfast" : "superfast";
        var command = $"-v error -nostdin -y -filter_threads 1 -filter_complex_threads 1 {inputs} -filter_complex {graph} -map [o] -frames:v {pictures} -c:v libx264 -threads 1 "
            + $"-preset {preset} -tune zerolatency -profile:v baseline -b:v 2000k -maxrate 2000k -bufsize 1000k "
            + "-x264-params keyint=infinite:scenecut=0:ref=1:bframes=0:sliced-threads=0:slice-max-size=1200:repeat-headers=1:force-cfr=1 -f null -";
        var before = ThreadCpu.OfEndedChildren();
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", command) { UseShellExecute = false }) ?? throw new InvalidOperationException("ffmpeg did not start.");
        ffmpeg.WaitForExit();
        if (ffmpeg.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg {command} ended with code {ffmpeg.ExitCode}.");

        return (ThreadCpu.OfEndedChildren() - before).TotalMilliseconds / pictures;
    }

    private static int Even(int length, int line, int lines) => (int)Math.Round((double)length * line / lines / 2) * 2;
}
