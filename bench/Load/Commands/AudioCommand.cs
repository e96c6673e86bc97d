using System.Globalization;
using System.Net;
using Load.Measuring;
using Load.Sip;
using Load.Telephony;

namespace Load.Commands;

/// <summary>
/// How many telephones one core mixes in one room, on Janus (AudioBridge, plain RTP) and on us by turns: once while all talk and once while two
/// do and the others send silence. More and more of them come, until somebody hears gaps or the core is full.
/// </summary>
internal sealed class AudioCommand(LoadRun run)
{
    private const double Bar = 2;
    private const double FullCore = 0.9;

    /// <summary>Of what should have been heard; more is a mix that does not keep up.</summary>
    private const double MostMissing = 0.01;

    private const int Listening = 2;

    /// <summary>What our compiler takes to learn what is hot.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    private readonly SoundCodec _codec = SoundCodec.Parse(run.Arguments.Text("codec", "opus"));
    private readonly int _passes = run.Arguments.Number("passes", 2);
    private readonly TimeSpan _measured = TimeSpan.FromSeconds(run.Arguments.Number("seconds", 6));
    private readonly TimeSpan _settling = TimeSpan.FromSeconds(run.Arguments.Number("settling", 3));
    private readonly int[] _ours = Counts(run.Arguments.Text("ours", "80,240,400"));
    private readonly int[] _janus = Counts(run.Arguments.Text("janus-counts", "40,80"));
    private readonly string _only = run.Arguments.Text("only", "both");
    private readonly IPEndPoint _telephones = new(IPAddress.Parse(run.Arguments["address"]), run.Arguments.Number("first-port", 20_000));
    private readonly ServerMetrics _metrics = new(new HttpClient(), run.Server);
    private readonly List<Measurement> _measurements = [];

    public async Task<int> RunAsync()
    {
        var (voice, silence) = (run.Clips.Sound(_codec, isSilence: false), run.Clips.Sound(_codec, isSilence: true));
        using var accounts = new SipAccounts(run.Server, run.Arguments["admin-password"]);
        await accounts.LogInAsync();
        var numbers = await accounts.CreateAsync(_ours[^1], made => run.Progress.Say($"{made} of {_ours[^1]} accounts"));
        for (var pass = 1; pass <= _passes; pass++)
        {
            if (_only != "ours")
            {
                await using var janus = await JanusSoundBridge.StartAsync(run.Arguments["janus-command"], new Uri(run.Arguments["janus"]), _codec, _telephones);
                await MeasureAsync(janus, _janus, pass, voice, silence);
            }

            if (_only != "janus")
            {
                using var flood = new SipFlood(
                    new IPEndPoint(IPAddress.Parse(run.Arguments["server-address"]), run.Arguments.Number("sip-port", 5060)), _telephones.Address);
                flood.SwitchOn(numbers, $"m=audio {_telephones.Port} RTP/AVP {_codec.PayloadType}\r\na=rtpmap:{_codec.PayloadType} {_codec.Description}\r\na=sendrecv\r\n");
                await using var ours = new OurSoundBridge(flood, await accounts.MeetingAsync(), run.ServerProcess);
                await MeasureAsync(ours, _ours, pass, voice, silence);
            }
        }

        return Conclude();
    }

    private async Task MeasureAsync(ISoundBridge bridge, int[] counts, int pass, byte[][] voice, byte[][] silence)
    {
        using var telephones = new Telephones(_telephones, _codec, voice, silence);
        var here = 0;
        foreach (var count in counts)
        {
            telephones.Add(await bridge.JoinAsync(count - here));
            if (here == 0 && pass == 1 && bridge is OurSoundBridge)
            {
                telephones.Talking = count;
                await bridge.StayAsync(WarmUp);
            }

            here = count;
            var keptUp = true;
            foreach (var talking in new[] { count, Listening })
            {
                telephones.Talking = talking;
                run.Progress.Say($"{bridge.Name}, pass {pass} of {_passes}: {count} telephones, {talking} talk");
                await bridge.StayAsync(_settling);
                var counted = bridge is OurSoundBridge ? await _metrics.ReadAsync() : MetricsSnapshot.Empty;
                var (before, heard, idle) = (bridge.Process.Read(), telephones.Tally, KernelCounters.IdleOfCoresOf(bridge.Process.Id));
                await bridge.StayAsync(_measured);
                var (use, tally) = (bridge.Process.Read() - before, telephones.Tally - heard);
                idle = KernelCounters.IdleOfCoresOf(bridge.Process.Id) - idle;
                var said = bridge is OurSoundBridge ? await _metrics.ReadAsync() : MetricsSnapshot.Empty;
                var measurement = new Measurement(bridge.Name, count, talking == count, use.Load, 1 - (tally.Received / (50 * count * tally.Elapsed.TotalSeconds)));
                _measurements.Add(measurement);
                keptUp &= measurement.KeptUp;
                run.Results.Add(
                    ("server", bridge.Name), ("codec", _codec.Name), ("pass", pass), ("telephones", count), ("talk", talking), ("of core", use.Load), ("core idle", idle / use.Elapsed),
                    ("us for 20 ms each", use.Cpu.TotalMicroseconds / use.Elapsed.TotalSeconds / 50 / count), ("per core", measurement.PerCore),
                    ("heard/s each", tally.Received / tally.Elapsed.TotalSeconds / count), ("gaps/min each", tally.Gaps / tally.Elapsed.TotalMinutes / count),
                    ("sent/s each", tally.Sent / tally.Elapsed.TotalSeconds / count), ("user", use.UserShare), ("threads", use.Others),
                    ("gc ms", (said.Sum("dotnet_gc_pause_time_seconds_total") - counted.Sum("dotnet_gc_pause_time_seconds_total")) * 1000), ("lost", string.Join(' ', said.LossesSince(counted))));
            }

            if (!keptUp)
                break;
        }
    }

    private int Conclude()
    {
        var lines = new List<string>();
        var ratios = new List<double>();
        foreach (var allTalk in new[] { true, false })
        {
            var (ours, janus) = (PerCore("ours", allTalk), PerCore("Janus", allTalk));
            if (ours > 0 && janus > 0)
                ratios.Add(ours / janus);
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{_codec.Name}, {(allTalk ? "all talk" : $"{Listening} talk")}: ours {ours:F0} participants per core, Janus {janus:F0}; most that kept up: ours {Most("ours", allTalk)}, Janus {Most("Janus", allTalk)}"));
        }

        var ratio = ratios.Count == 0 ? 0 : ratios.Min();
        lines.Add($"The bar is {Bar}: {(ratio >= Bar ? "met" : "MISSED")}");
        run.Finish(string.Create(CultureInfo.InvariantCulture, $"RATIO mixed-participants per core ours/janus: {ratio:F2}"), lines);
        return ratio >= Bar || _only != "both" ? 0 : 1;
    }

    // At the most that kept up: the more there are, the less of what is there anyway falls on each.
    private double PerCore(string server, bool allTalk) => Kept(server, allTalk)
        .GroupBy(one => one.Telephones).OrderByDescending(group => group.Key).FirstOrDefault()?.Select(one => one.PerCore).Median() ?? 0;

    private int Most(string server, bool allTalk) => Kept(server, allTalk).Select(one => one.Telephones).DefaultIfEmpty().Max();

    private IEnumerable<Measurement> Kept(string server, bool allTalk) =>
        _measurements.Where(one => one.Server == server && one.AllTalk == allTalk && one.KeptUp);

    private static int[] Counts(string text) => [.. text.Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture)).Order()];

    private sealed record Measurement(string Server, int Telephones, bool AllTalk, double Load, double Missing)
    {
        public double PerCore => Telephones / Load;

        public bool KeptUp => Missing < MostMissing && Load < FullCore;
    }
}
