using System.Globalization;
using System.Net;
using Load.Measuring;
using Load.Sip;
using Load.Telephony;

namespace Load.Commands;

/// <summary>
/// A room that fills within a second, on a server that has just started: what the telephones miss, second by second, while the server's program
/// is still being compiled.
/// </summary>
internal sealed class RushCommand(LoadRun run)
{
    private readonly SoundCodec _codec = SoundCodec.Parse(run.Arguments.Text("codec", "pcma"));
    private readonly int _count = run.Arguments.Number("telephones", 100);
    private readonly int _seconds = run.Arguments.Number("seconds", 10);

    public async Task<int> RunAsync()
    {
        var telephonesAt = new IPEndPoint(IPAddress.Parse(run.Arguments["address"]), run.Arguments.Number("first-port", 20_000));
        using var telephones = new Telephones(telephonesAt, _codec, run.Clips.Sound(_codec, isSilence: false), run.Clips.Sound(_codec, isSilence: true)) { Talking = _count };
        using var accounts = new SipAccounts(run.Server, run.Arguments["admin-password"]);
        await accounts.LogInAsync();
        var numbers = await accounts.CreateAsync(_count, made => run.Progress.Say($"{made} of {_count} accounts"));
        using var flood = new SipFlood(new IPEndPoint(IPAddress.Parse(run.Arguments["server-address"]), run.Arguments.Number("sip-port", 5060)), telephonesAt.Address);
        flood.SwitchOn(numbers, $"m=audio {telephonesAt.Port} RTP/AVP {_codec.PayloadType}\r\na=rtpmap:{_codec.PayloadType} {_codec.Description}\r\na=sendrecv\r\n");
        await using var bridge = new OurSoundBridge(flood, await accounts.MeetingAsync(), run.ServerProcess);
        var metrics = new ServerMetrics(new HttpClient(), run.Server);
        var counted = await metrics.ReadAsync();
        var (began, process) = (Edge.Clock.Now, run.ServerProcess.Read());
        telephones.Add(await bridge.JoinAsync(_count));
        var joining = Edge.Clock.Now - began;
        var (missed, ticks, steady) = (0.0, 0.0, 0);
        for (var second = 1; second <= _seconds; second++)
        {
            var heard = telephones.Tally;
            await bridge.StayAsync(TimeSpan.FromSeconds(1));
            var (tally, said, at) = (telephones.Tally - heard, await metrics.ReadAsync(), run.ServerProcess.Read());
            var (use, missing) = (at - process, Math.Max(0, (50 * _count * tally.Elapsed.TotalSeconds) - tally.Received));
            var skipped = said.Sum("conference_mix_skipped_ticks_total") - counted.Sum("conference_mix_skipped_ticks_total");
            missed += missing;
            ticks += skipped;
            if (missing > 0.01 * 50 * _count || tally.Gaps > 0)
                steady = second;
            run.Results.Add(
                ("second", second), ("missed %", 100 * missing / (50 * _count * tally.Elapsed.TotalSeconds)), ("ticks skipped", skipped), ("gaps", tally.Gaps), ("of core", use.Load),
                ("compiler", use.Share("Tiered")), ("sound", use.Share("sound")), ("shard", use.Share("shard")), ("pool", use.Share(".NET TP Worker")), ("lost", string.Join(' ', said.LossesSince(counted))));
            (counted, process) = (said, at);
        }

        run.Finish(string.Create(
            CultureInfo.InvariantCulture,
            $"RUSH telephones={_count} joined-in={joining.TotalMilliseconds:F0}ms missed={100 * missed / (50 * _count * _seconds):F2}% ticks={ticks:F0} steady-after={steady}s"));
        return 0;
    }
}
