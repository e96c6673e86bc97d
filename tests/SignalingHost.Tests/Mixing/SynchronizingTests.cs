using Mixer.Audio.Codecs;
using Protocols.Rtp;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>Somebody's picture and voice on their way through shard and mixers, in simulated time: he beeps and flashes at once, and one of the two takes longer to arrive.</summary>
public sealed class SynchronizingTests
{
    /// <summary>Until the clocks are known, the delays told, and a voice is drawn out that has to wait.</summary>
    private const double Settled = 7;

    [TestCase(200, 0)]
    [TestCase(0, 150)]
    public void What_began_at_once_by_his_reports_is_seen_and_heard_at_once(int pictureLate, int soundLate)
    {
        var apart = Apart(pictureLate, soundLate, reports: true);

        Assert.That(apart, Is.EqualTo(0).Within(40));
    }

    [Test]
    public void Without_reports_both_come_when_they_come()
    {
        var apart = Apart(pictureLate: 200, soundLate: 0, reports: false);

        Assert.That(apart, Is.EqualTo(200).Within(50));
    }

    /// <summary>How much later the picture is seen than the sound is heard, in milliseconds; the middle one of all flashes.</summary>
    private static double Apart(int pictureLate, int soundLate, bool reports)
    {
        var room = new SimulatedRoom();
        using var decoder = AudioCodec.Pcma.NewDecoder();
        var (beeps, flashes) = (new List<double>(), new List<double>());
        var (wasLoud, wasLight) = (false, false);
        try
        {
            room.Call("bert", AudioCodec.Pcma);
            room.MixSent = Hear;
            var pictures = room.Watch("bert");
            pictures.Screen.Shown = (_, bright) => See(bright > 128);
            room.Film("anna", pictureLate, soundLate, reports);
            room.RunFor(Settled + 3);
        }
        finally
        {
            room.Dispose();
        }

        var apart = flashes.Where(flash => flash > Settled).Select(flash => (flash - beeps.MinBy(beep => Math.Abs(beep - flash))) * 1_000).Order().ToArray();
        TestContext.Out.WriteLine($"picture {pictureLate} ms late, sound {soundLate} ms late, {(reports ? "with" : "without")} reports: the picture behind the sound {string.Join(", ", apart.Select(ms => $"{ms:0}"))} ms");
        Assert.That(apart, Has.Length.GreaterThanOrEqualTo(3), $"{flashes.Count} flashes, {beeps.Count} beeps");
        return apart[apart.Length / 2];

        void See(bool isLight)
        {
            if (isLight && !wasLight)
                flashes.Add(Now());
            wasLight = isLight;
        }

        void Hear(byte[] rtp)
        {
            if (!RtpPacket.TryParse(rtp, out var packet) || packet.PayloadType.Value != 8)
                return;

            var pcm = new float[decoder.Duration(packet.Payload)];
            decoder.Decode(packet.Payload, pcm);
            var at = Array.FindIndex(pcm, sample => Math.Abs(sample) > 0.05);
            if (at >= 0 && !wasLoud)
                beeps.Add(Now() + (at / 8_000.0));
            wasLoud = at >= 0;
        }

        double Now() => room.Now.Ticks / (double)TimeSpan.TicksPerSecond;
    }
}
