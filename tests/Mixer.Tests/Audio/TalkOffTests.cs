using System.Diagnostics;
using Mixer.Audio.Prompts;
using Protocols.Dtmf;

namespace Mixer.Tests.Audio;

/// <summary>Speech is not taken for keys. The voices are those of espeak-ng, which are buzzier than people: a harder test than most.</summary>
public sealed class TalkOffTests
{
    private static readonly string[] Voices = ["en-us+m1", "en-us+m3", "en-us+m7", "en-us+f1", "en-us+f4", "en-gb+f3", "en-us+croak", "cmn+m2", "cmn+f2", "de+m4", "fr+f5", "ru+m5"];

    private const string English = """
        The chair opened the meeting at nine o'clock and asked everyone to say where they were calling from. We went through the numbers of the
        last quarter: seven hundred and seventy orders, eight hundred and fifty two deliveries, nine hundred and forty one complaints answered.
        Ooh, you should see who is calling now. Who knew you would move too? Louise and Sue flew to Peru in June. I agree, we need three green
        trees each week. Are all the cars parked far apart? No, Joe, the old stone road goes home alone. La la la, na na na, hello hello,
        can you hear me? One two three four five six seven eight nine zero star pound. Yes, a very good evening to all of you over there.
        """;

    private const string Chinese = "主席九点钟开会，请大家介绍自己。我们看一下上个季度的数据：七百七十个订单，八百五十二次发货，九百四十一条意见。您好，听得到吗？一二三四五六七八九零。谢谢各位，会议到此结束，再见。今天我们主要讨论三个问题，第一是产品质量，第二是交付时间，第三是客户服务。";

    [Test]
    public void Minutes_of_speech_in_twelve_voices_hold_no_digit()
    {
        var (heard, minutes, suspicions) = (new List<string>(), 0.0, 0);
        foreach (var voice in Voices)
        {
            foreach (var pitch in (ReadOnlySpan<int>)[25, 60, 90])
            {
                var recording = Speak(voice, pitch, voice.StartsWith("cmn", StringComparison.Ordinal) ? Chinese : English);
                minutes += recording.Length.TotalMinutes;
                suspicions += Listen(recording, $"{voice} at {pitch}", heard);
            }
        }

        TestContext.Out.WriteLine($"{minutes:F1} minutes, digits: {string.Join(", ", heard)}; {suspicions} frames of 20 ms suspected");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(minutes, Is.GreaterThan(10));
            Assert.That(heard, Is.Empty);
        }
    }

    private static int Listen(Recording recording, string who, List<string> heard)
    {
        var detector = new DtmfToneDetector(Recording.SampleRate);
        var sound = recording.Samples.Select(sample => sample / 32_768f).ToArray();
        var digits = new DtmfDigit[4];
        var suspicions = 0;
        for (var at = 0; at + 320 <= sound.Length; at += 320)
        {
            var count = detector.Receive(sound.AsSpan(at, 320), digits);
            suspicions += detector.IsSuspicious ? 1 : 0;
            for (var i = 0; i < count; i++)
                heard.Add($"{digits[i]} by {who}");
        }

        return suspicions;
    }

    private static Recording Speak(string voice, int pitch, string text)
    {
        using var speaker = Process.Start(new ProcessStartInfo("espeak-ng", ["-v", voice, "-p", $"{pitch}", "--stdout", text]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        using var file = new MemoryStream();
        speaker.StandardOutput.BaseStream.CopyTo(file);
        speaker.WaitForExit();
        Assert.That(WavFile.TryRead(file.ToArray(), out var recording, out var problem), $"{voice}: {problem}");
        return recording;
    }
}
