using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Mixer.Video.Drawing;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>
/// A terminal beeps and flashes at the same moments, and another measures how far apart both are: as they come, and by the wall clock that the sender reports
/// give them, which is what a screen and a loudspeaker are kept together by.
/// </summary>
public sealed class LipSyncTests
{
    private const double Every = 0.7;
    private const double Lasts = 0.25;
    private const int Flashes = 9;

    private static readonly Rgb Dark = new(40, 40, 40);
    private static readonly Rgb Light = new(220, 220, 220);

    private readonly byte[] _datagram = new byte[2_000];
    private readonly List<double> _beeps = [];
    private readonly List<double> _beepsByClock = [];
    private readonly List<double> _flashes = [];
    private readonly List<double> _flashesByClock = [];
    private (NtpTime Wall, RtpTimestamp Media)? _soundClock;
    private bool _wasLoud;
    private bool _wasLight;

    [Test]
    public void A_flash_is_seen_when_its_beep_is_heard()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Dark);
        var bert = room.Film("bert", Dark);
        var (annasVoice, bertsEar) = (room.Call("anna"), room.Call("bert", withReports: true));
        using var speech = new Speech(AudioCodec.Pcma, t => IsOn(t) ? Tone.Of(1_000)(t) : 0);
        using var silence = new Speech(AudioCodec.Pcma, _ => 0);
        using var decoder = AudioCodec.Pcma.NewDecoder();
        var begun = Stopwatch.GetTimestamp();
        double Now() => Stopwatch.GetElapsedTime(begun).TotalSeconds;
        bert.Screen.Shown = (media, bright) => See(media, bright, Now(), bert.Clock);

        for (var (spoken, filmed) = (0, 0); !AreTogether;)
        {
            Assert.That(Now(), Is.LessThan(60), $"after {_beeps.Count} beeps and {_flashes.Count} flashes the picture is {Apart(_flashesByClock, _beepsByClock) * 1_000:0} ms behind the sound");
            while (spoken * 0.02 <= Now())
            {
                RealCallsTests.Speak(annasVoice, speech);
                RealCallsTests.Speak(bertsEar, silence);
                spoken++;
            }

            while (filmed / 30.0 <= Now())
            {
                anna.Camera.Look(IsOn(filmed / 30.0) ? Light : Dark);
                anna.Film();
                bert.Film();
                filmed++;
            }

            anna.Watch(Moment());
            bert.Watch(Moment());
            Hear(bertsEar.Socket, decoder, Now);
        }

        var (asTheyCome, byTheClock) = (Apart(_flashes, _beeps), Apart(_flashesByClock, _beepsByClock));
        TestContext.Out.WriteLine($"the picture behind the sound: as they come {asTheyCome * 1_000:0} ms, by their sender reports {byTheClock * 1_000:0} ms (medians of {Flashes})");
    }

    // On a machine with nothing else to do it is within 40 ms. A busy one composes later; and sound that comes in bursts, because this test is kept waiting, is
    // held back for that until it has come evenly for a while.
    private bool AreTogether => _flashesByClock.Count >= Flashes && _beepsByClock.Count >= Flashes && Math.Abs(Apart(_flashesByClock, _beepsByClock)) < 0.15;

    private static bool IsOn(double t) => t > Every && t % Every < Lasts;

    private static Instant Moment() => new(Stopwatch.GetElapsedTime(0).Ticks);

    /// <summary>The last flashes, each paired with what began nearest to it.</summary>
    private static double Apart(List<double> flashes, List<double> beeps)
    {
        if (flashes.Count == 0 || beeps.Count == 0)
            return double.NaN;

        var apart = flashes.TakeLast(Flashes).Select(flash => flash - beeps.MinBy(beep => Math.Abs(beep - flash))).Order().ToArray();
        return apart[apart.Length / 2];
    }

    private void See(RtpTimestamp media, byte bright, double now, (NtpTime Wall, RtpTimestamp Media)? clock)
    {
        var isLight = bright > 128;
        if (isLight && !_wasLight)
        {
            _flashes.Add(now);
            if (clock is { } at)
                _flashesByClock.Add(Seconds(at.Wall) + ((media - at.Media) / 90_000.0));
        }

        _wasLight = isLight;
    }

    private void Hear(Socket socket, IAudioDecoder decoder, Func<double> now)
    {
        while (socket.Poll(TimeSpan.FromMilliseconds(1), SelectMode.SelectRead))
        {
            var datagram = _datagram.AsSpan(0, socket.Receive(_datagram));
            if (datagram[1] is >= 192 and <= 223 && RtcpCompound.TryParse(datagram, out var compound))
            {
                foreach (var part in compound)
                {
                    if (SenderReport.TryParse(part, out var report))
                        _soundClock = (report.NtpTime, report.RtpTimestamp);
                }
            }
            else if (RtpPacket.TryParse(datagram, out var packet) && packet.PayloadType.Value == 8)
            {
                Hear(packet, decoder, now());
            }
        }
    }

    private void Hear(in RtpPacket packet, IAudioDecoder decoder, double now)
    {
        var pcm = new float[decoder.Duration(packet.Payload)];
        decoder.Decode(packet.Payload, pcm);
        var at = Array.FindIndex(pcm, sample => Math.Abs(sample) > 0.05);
        if (at >= 0 && !_wasLoud)
        {
            _beeps.Add(now + (at / 8_000.0));
            if (_soundClock is { } clock)
                _beepsByClock.Add(Seconds(clock.Wall) + ((packet.Timestamp - clock.Media + at) / 8_000.0));
        }

        _wasLoud = at >= 0;
    }

    // Only differences matter.
    private static double Seconds(NtpTime wall) => wall.Value / 4_294_967_296.0 % 1_000_000;
}
