using System.Net;
using Load.Measuring;
using Load.Sip;
using Protocols;

namespace Load.Telephony;

/// <summary>Our server: terminals with accounts that call a meeting by SIP.</summary>
internal sealed class OurSoundBridge(SipFlood flood, string dialled, ServerProcess process) : ISoundBridge
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private int _joined;

    public string Name => "ours";

    public ServerProcess Process => process;

    public Task<TransportAddress[]> JoinAsync(int count)
    {
        var first = _joined;
        Run(count, first, terminal => terminal.Register());
        Run(count, first, terminal => terminal.Call(dialled));
        _joined += count;
        var joined = flood.Terminals.AsSpan(first, count).ToArray();
        if (Array.Find(joined, terminal => terminal.Media is null) is { } refused)
            throw new InvalidOperationException($"Telephone {refused.Index} was answered {refused.Status}.");

        return Task.FromResult(Array.ConvertAll(joined, terminal => TransportAddress.From(terminal.Media!.Address, terminal.Media.Port)));
    }

    public Task StayAsync(TimeSpan time)
    {
        flood.Stay(time);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Run(_joined, 0, terminal => terminal.HangUp());
        return ValueTask.CompletedTask;
    }

    private void Run(int count, int first, Action<SipTerminal> ask)
    {
        if (flood.Run(count, AtOnce, Limit, ask, first: first) < count)
            throw new InvalidOperationException("The server did not answer all telephones in time.");
    }
}
