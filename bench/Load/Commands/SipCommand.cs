using System.Net;
using Api;
using Load.Measuring;
using Load.Sip;

namespace Load.Commands;

/// <summary>
/// What SIP costs one core: terminals that register anew (challenge and proof) and again (proof with a known nonce), that call into a
/// meeting and hang up, and what the server keeps for each that is registered or in a call.
/// </summary>
internal sealed class SipCommand(LoadRun run)
{
    /// <summary>What a transaction over UDP is remembered for; then what is left belongs to registrations and calls.</summary>
    private static readonly TimeSpan UntilForgotten = TimeSpan.FromSeconds(36);

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Calls before any is counted: what the first ones make stays.</summary>
    private const int WarmUp = 50;

    private readonly int _terminals = run.Arguments.Number("terminals", 2_000);
    private readonly int _held = run.Arguments.Number("held", 200);
    private readonly int _calls = run.Arguments.Number("calls", 1_000);
    private readonly int _atOnce = run.Arguments.Number("at-once", 32);
    private readonly ServerMetrics _metrics = new(new HttpClient(), run.Server);
    private int _refused;

    public async Task<int> RunAsync()
    {
        using var accounts = new SipAccounts(run.Server, run.Arguments["admin-password"]);
        await accounts.LogInAsync();
        var numbers = await accounts.CreateAsync(_terminals, made => run.Progress.Say($"{made} of {_terminals} accounts"));
        using var flood = new SipFlood(new IPEndPoint(IPAddress.Parse(run.Arguments["server-address"]), run.Arguments.Number("sip-port", 5060)), IPAddress.Parse(run.Arguments["address"]));
        flood.SwitchOn(numbers);
        var empty = await LiveBytesAsync();

        var first = Measure("register, accounts not at hand", _terminals, flood, terminal => terminal.Register());
        var again = Measure("register again, nonce known", 5 * _terminals, flood, terminal => terminal.Register());
        Forget(flood);
        var perRegistration = (await LiveBytesAsync() - empty) / (double)_terminals;

        // As after a power cut at the terminals: each is challenged.
        flood.SwitchOn(numbers);
        var anew = Measure("register anew, with a challenge", _terminals, flood, terminal => terminal.Register());

        var dialled = await accounts.MeetingAsync();
        Measure("call and hang up, first", WarmUp, flood, terminal => terminal.Call(dialled), HangUp);
        var perCall = await HoldAsync(flood, dialled);
        var calls = Measure("call and hang up", _calls, flood, terminal => terminal.Call(dialled), HangUp);

        run.Results.Facts["terminals"] = _terminals;
        run.Results.Facts["said again"] = flood.Repeated;
        run.Finish(
            FormattableString.Invariant($"SIP register={anew:F0}/s refresh={again:F0}/s calls={calls:F0}/s registration={perRegistration:F0}B call={perCall:F0}B"),
            $"{_terminals} terminals registered at {first:F0}/s while their accounts were looked up; {_held} calls were held at once for the memory of one; {_refused} requests were refused");
        return _refused == 0 ? 0 : 1;

        static bool HangUp(SipTerminal terminal)
        {
            if (!terminal.IsInCall)
                return false;

            terminal.HangUp();
            return true;
        }
    }

    private double Measure(string what, int count, SipFlood flood, Action<SipTerminal> ask, Func<SipTerminal, bool>? then = null)
    {
        run.Progress.Say(what);
        var statuses = new SortedDictionary<int, int>();
        var before = run.ServerProcess.Read();
        var done = flood.Run(count, _atOnce, Limit, ask, then, terminal => statuses[terminal.Status] = statuses.GetValueOrDefault(terminal.Status) + 1);
        var use = run.ServerProcess.Read() - before;
        run.Results.Add(
            ("what", what), ("done", done), ("per second", done / use.Elapsed.TotalSeconds), ("of core", use.Load), ("us of core", use.Cpu.TotalMicroseconds / Math.Max(1, done)),
            ("per core", done / Math.Max(0.000001, use.Cpu.TotalSeconds)), ("answers", string.Join(' ', statuses.Select(one => $"{one.Key}:{one.Value}"))));
        _refused += statuses.Where(one => one.Key >= 300).Sum(one => one.Value);
        return done / use.Elapsed.TotalSeconds;
    }

    private async Task<double> HoldAsync(SipFlood flood, string dialled)
    {
        if (_held == 0)
            return 0;

        Forget(flood);
        var before = await LiveBytesAsync();
        Measure("call and stay", _held, flood, terminal => terminal.Call(dialled));
        Forget(flood);
        var after = await LiveBytesAsync();
        var staying = flood.Terminals.Where(terminal => terminal.IsInCall).ToArray();
        foreach (var terminal in staying)
            terminal.HangUp();
        flood.Stay(Goodbye);
        run.Results.Facts["held to the end"] = staying.Length;
        return staying.Length == 0 ? 0 : (after - before) / staying.Length;
    }

    private void Forget(SipFlood flood)
    {
        run.Progress.Say("waiting until transactions are forgotten");
        flood.Stay(UntilForgotten);
    }

    private async Task<double> LiveBytesAsync()
    {
        // What waits for its finalizer is gone after the second.
        await FullCollection.AskAsync(run.ServerProcess.Id);
        await FullCollection.AskAsync(run.ServerProcess.Id);
        var metrics = await _metrics.ReadAsync();
        return metrics.Sum("dotnet_gc_last_collection_heap_size_bytes") - metrics.Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes");
    }
}
