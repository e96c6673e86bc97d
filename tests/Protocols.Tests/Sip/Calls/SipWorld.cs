using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;

namespace Protocols.Tests.Sip.Calls;

/// <summary>
/// Two or more user agents, a network between them with a seed for its weather, and a clock that is a variable. All that was sent is kept
/// as text, so a test can say what must have been on the wire.
/// </summary>
internal sealed class SipWorld(int seed = 1, double loss = 0, SipTransport transport = SipTransport.Udp)
{
    private readonly Random _weather = new(seed);
    private readonly PriorityQueue<(Agent To, byte[] Bytes, SipFlow From), (long, int)> _inFlight = new();
    private readonly Dictionary<TransportAddress, Agent> _agents = [];
    private int _sent;

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromHours(1);

    public double Loss { get; set; } = loss;

    public SipTransport Transport => transport;

    /// <summary>Every message that was sent, lost ones too, as "Ann INVITE" or "Bob 200 INVITE".</summary>
    public List<string> Wire { get; } = [];

    public List<string> Texts { get; } = [];

    /// <summary>Says which messages never arrive, by the words of <see cref="Wire"/>.</summary>
    public Func<string, bool> IsLost { get; set; } = _ => false;

    public Agent Add(string name, Func<SipOptions, SipOptions>? with = null)
    {
        var agent = new Agent(this, name, TransportAddress.FromIPv4(0xC0000200 + (uint)_agents.Count + 1, 5060), with ?? (options => options));
        _agents[agent.Address] = agent;
        return agent;
    }

    public void Run(TimeSpan time)
    {
        var end = Now + time;
        for (var turns = 0; turns < 100_000; turns++)
        {
            var next = _inFlight.TryPeek(out _, out var at) ? new Instant(at.Item1) : Instant.Never;
            foreach (var agent in _agents.Values)
                next = Instant.Earlier(next, agent.NextDeadline);
            if (next > end)
            {
                Now = end;
                return;
            }

            Now = Instant.Later(Now, next);
            if (_inFlight.TryPeek(out var arrival, out at) && at.Item1 <= Now.Ticks)
            {
                _inFlight.Dequeue();
                arrival.To.Receive(arrival.Bytes, arrival.From);
                continue;
            }

            foreach (var agent in _agents.Values.Where(agent => agent.NextDeadline <= Now))
                agent.Advance();
        }

        Assert.Fail("the world does not come to rest");
    }

    public void Run(double seconds) => Run(TimeSpan.FromSeconds(seconds));

    public void Send(Agent from, SipFlow flow, byte[] bytes)
    {
        // Only the answer to a broken request may lack what the request lacked.
        var refusal = SipSamples.Parse(bytes, out var message, SipFraming.Stream);
        Assert.That(refusal == SipRefusal.None || message.Status == 400 || message.Status == 505, Is.True, SipSamples.Text(bytes));
        var words = message.IsRequest
            ? $"{from.Name} {SipSamples.Text(message.MethodName)}"
            : $"{from.Name} {message.Status} {SipSamples.Text(message.MethodName)}";
        Wire.Add(words);
        Texts.Add(SipSamples.Text(bytes));
        var isLost = IsLost(words) || (transport == SipTransport.Udp && _weather.NextDouble() < Loss);
        if (isLost || !_agents.TryGetValue(flow.Remote, out var to))
            return;

        var delay = TimeSpan.FromMilliseconds(20 + (transport == SipTransport.Udp ? 10 * _weather.NextDouble() : 0));
        _inFlight.Enqueue((to, bytes, new(transport, from.Address, flow.Connection)), ((Now + delay).Ticks, _sent++));
    }

    public int Count(string words) => Wire.Count(line => line == words);

    public string Last(string start) => Texts.Last(text => text.StartsWith(start, StringComparison.Ordinal));
}
