using System.Text;
using Protocols.Ice;
using Protocols.Stun;

namespace Protocols.Tests.Ice;

/// <summary>A lite agent on a clock that the test turns, and everything it sent.</summary>
internal sealed class LiteAgentFixture : IIceOutput
{
    public static readonly IceRoute Wifi = IceRoute.Udp(TransportAddress.FromIPv4(0xC0000201, 40_001));
    public static readonly IceRoute Cellular = IceRoute.Udp(TransportAddress.FromIPv4(0xC6336401, 50_002));
    public static readonly IceRoute Tcp = IceRoute.Tcp(TransportAddress.FromIPv4(0xC0000201, 40_003), 12);

    public LiteAgentFixture(IceOptions? options = null)
    {
        Credentials = IceCredentials.Create(new SeededBytes(1), "s3");
        Agent = new IceLiteAgent(Credentials, options ?? new IceOptions(), Now);
    }

    public IceCredentials Credentials { get; }

    public IceLiteAgent Agent { get; }

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromHours(1);

    public List<(IceRoute To, byte[] Datagram)> Sent { get; } = [];

    public IceCheck Check => new(Credentials);

    public IceCheck Nomination => new(Credentials) { Nominates = true };

    public DropReason Receive(IceCheck check, IceRoute from) => Receive(check.Bytes(), from);

    public DropReason Receive(byte[] stun, IceRoute from) => Agent.Receive(stun, from, Now, this);

    /// <summary>Lets time go by, waking the agent whenever it asked to be.</summary>
    public void Pass(TimeSpan span)
    {
        var end = Now + span;
        while (Agent.NextDeadline <= end)
        {
            var deadline = Agent.NextDeadline;
            Now = Instant.Later(Now, deadline);
            Agent.Advance(Now, this);
            Assert.That(Agent.NextDeadline, Is.GreaterThan(deadline), "the agent must not ask again for the same instant");
        }

        Now = end;
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>The browser goes on checking a route every two seconds.</summary>
    public void Keep(IceRoute route, double seconds, IceCheck? check = null)
    {
        for (var end = Now + TimeSpan.FromSeconds(seconds); Now < end;)
        {
            Receive(check ?? Check, route);
            Pass(Math.Min(2.0, (end - Now).TotalSeconds));
        }
    }

    public int? LastErrorCode()
    {
        Assert.That(StunMessage.TryParse(Sent[^1].Datagram, out var reply), Is.True);
        return reply.TryReadErrorCode(out var code) ? code : null;
    }

    public bool LastReplyIsSignedWith(string password)
    {
        Assert.That(StunMessage.TryParse(Sent[^1].Datagram, out var reply), Is.True);
        return reply.TryCheckIntegrity(Encoding.ASCII.GetBytes(password));
    }

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => Sent.Add((route, datagram.ToArray()));
}
