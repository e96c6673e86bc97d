using System.Text;
using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;

namespace Protocols.Tests.Sip.Calls;

/// <summary>One end: a user agent with an owner who writes down what happens and does what the test tells him.</summary>
internal sealed class Agent : ISipCallOutput, ISipDoor, IRandomBytes
{
    public const string Offer = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nm=audio 4000 RTP/AVP 9\r\n";
    public const string Reply = "v=0\r\no=- 2 1 IN IP4 192.0.2.2\r\ns=-\r\nm=audio 5000 RTP/AVP 9\r\n";
    public const string Hold = "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nm=audio 4000 RTP/AVP 9\r\na=sendonly\r\n";

    private readonly SipWorld _world;
    private readonly SipUserAgent _user;
    private readonly Random _random;
    private long _dialled = -1;

    public Agent(SipWorld world, string name, TransportAddress address, Func<SipOptions, SipOptions> with)
    {
        (_world, Name, Address) = (world, name, address);
        _random = new(name.Length + address.GetHashCode());
        _user = new(with(new() { Host = address.ToIPAddress().ToString() }), this, this, this);
    }

    public string Name { get; }

    public TransportAddress Address { get; }

    public List<SipEvent> Events { get; } = [];

    /// <summary>What the owner does at once when something happens.</summary>
    public Action<SipEvent> When { get; set; } = _ => { };

    public Instant NextDeadline => _user.NextDeadline;

    public SipUserAgent User => _user;

    public SipFlow To(Agent other) => new(_world.Transport, other.Address, 0);

    public SipCallId Dial(Agent other, string? user = null, string? password = null, string number = "1001", string? replaces = null)
    {
        var call = new SipCallId(_dialled += 2);
        Do(new SipCommand.Dial(call, new()
        {
            Target = $"sip:{number}@{other.Address.ToIPAddress()}",
            Flow = To(other),
            FromUser = Name,
            FromDisplay = "会议室 \"1\"",
            Sdp = Offer,
            Replaces = replaces,
            User = user,
            Password = new(password ?? ""),
        }));
        return call;
    }

    public void Do(SipCommand command) => _user.Handle(command, _world.Now);

    public void Receive(byte[] bytes, SipFlow from) =>
        _user.Receive(bytes, from.Transport == SipTransport.Udp ? SipFraming.Datagram : SipFraming.Stream, from, _world.Now);

    public void Receive(string text, Agent from) => Receive(SipSamples.Crlf(text), from.To(this) with { Remote = from.Address });

    public void Advance() => _user.Advance(_world.Now);

    public SipCallId Invited => Events.OfType<SipEvent.Invited>().Last().Call;

    public IEnumerable<T> All<T>() where T : SipEvent => Events.OfType<T>();

    public SipEvent.Ended TheEnd => Events.OfType<SipEvent.Ended>().Single();

    public void Send(SipFlow flow, ReadOnlySpan<byte> message) => _world.Send(this, flow, message.ToArray());

    public void Raise(SipEvent happened)
    {
        Assert.That(Events.OfType<SipEvent.Ended>().Any(end => end.Call == happened.Call), Is.False, "nothing comes after the end");
        Events.Add(happened);
        When(happened);
    }

    void ISipDoor.Register(in SipReply reply) => reply.Refuse(200, "OK");

    bool ISipDoor.TryAdmit(in SipReply reply, out SipCaller caller)
    {
        caller = SipCaller.Guest;
        return Door?.TryAdmit(reply, out caller) ?? true;
    }

    public ISipDoor? Door { get; set; }

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    public override string ToString() => new StringBuilder().AppendJoin(", ", Events.Select(happened => happened.GetType().Name)).ToString();
}
