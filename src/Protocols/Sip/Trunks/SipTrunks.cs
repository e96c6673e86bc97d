using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>
/// All trunks of this server: which of their servers work, where we are registered, how many calls each carries, and by which of them a
/// number can be reached. Names are resolved at the edge, which tells the addresses.
/// </summary>
public sealed class SipTrunks(IReadOnlyList<SipTrunk> trunks, TrunkOptions options, IRandomBytes random, ITrunkOutput output)
{
    private readonly List<TrunkServer> _servers = [];
    private readonly Dictionary<TrunkServer, TrunkProbe> _probes = [];
    private readonly List<TrunkRegistration> _registrations = [];
    private readonly Dictionary<SipCallId, TrunkCall> _calls = [];
    private readonly Dictionary<string, int> _load = new(StringComparer.Ordinal);
    private TransactionLayer? _layer;

    public IReadOnlyList<SipTrunk> All => trunks;

    public IReadOnlyList<TrunkServer> Servers => _servers;

    public TrunkCounters Counters { get; } = new();

    internal TrunkOptions Options => options;

    internal ITrunkOutput Output => output;

    public SipTrunk? Find(string name) => trunks.FirstOrDefault(trunk => trunk.Name == name);

    /// <summary>From here on the trunks are asked whether they are there, and told where we are, by this user agent.</summary>
    public void Serve(SipUserAgent user, Instant now)
    {
        _layer = user.Layer;
        foreach (var server in _servers)
            Watch(server, now);
        foreach (var trunk in trunks.Where(trunk => trunk.Registers))
            _registrations.Add(new(trunk, this, _layer, now));
    }

    /// <summary>A host's addresses are these and no others; those that stay keep what is known of them.</summary>
    public void Locate(SipTrunk trunk, TrunkHost host, IReadOnlyList<TransportAddress> addresses, Instant now)
    {
        foreach (var gone in _servers.Where(server => server.Trunk == trunk && server.Host == host && !addresses.Contains(server.Flow.Remote)).ToList())
        {
            gone.IsHere = false;
            _servers.Remove(gone);
            _probes.Remove(gone);
        }

        foreach (var address in addresses)
        {
            if (_servers.Exists(server => server.Trunk == trunk && server.Host == host && server.Flow.Remote == address))
                continue;

            var server = new TrunkServer(trunk, host, address, options, output);
            _servers.Add(server);
            Watch(server, now);
        }

        foreach (var registration in _registrations.Where(registration => registration.Trunk == trunk && registration.RegisteredAt is not { IsHere: true }))
            registration.Hurry(now);
    }

    /// <summary>The ways for one call to a number.</summary>
    public TrunkDialling Plan(DialledNumber number, CallerIdentity caller) => new(this, number, caller);

    public int CallsOf(SipTrunk trunk) => _load.GetValueOrDefault(trunk.Name);

    public bool IsFull(SipTrunk trunk) => trunk.MostCalls > 0 && CallsOf(trunk) >= trunk.MostCalls;

    public RegistrationState RegistrationOf(SipTrunk trunk) => Find(trunk)?.State ?? (trunk.Registers ? RegistrationState.Trying : RegistrationState.NotNeeded);

    /// <summary>To be told every event of every call, before whoever owns the call: trunks learn from their calls how they are.</summary>
    public void Happened(SipEvent happened, Instant now)
    {
        if (happened is SipEvent.Invited { Invitation.Trunk: { } name } && Find(name) is { } trunk)
        {
            Counters.CallsIn++;
            Begin(happened.Call, new TrunkCall(trunk, Server: null));
        }

        if (!_calls.TryGetValue(happened.Call, out var call))
            return;

        switch (happened)
        {
            case SipEvent.Progressed { Status: 180 }:
                call.HasReached = true;
                break;
            case SipEvent.Answered:
                call.HasReached = true;
                Counters.Answered++;
                break;
            case SipEvent.Ended ended:
                _calls.Remove(happened.Call);
                _load[call.Trunk.Name]--;
                if (call is { Server: { } server, HasReached: false } && TrunkDialling.IsTrunksFault(ended))
                    Failed(server, ended, now);
                break;
        }
    }

    /// <summary>A connection is gone: whoever calls us over it cannot any more.</summary>
    public void FlowGone(SipFlow flow, Instant now)
    {
        if (!flow.IsReliable)
            return;

        foreach (var registration in _registrations.Where(registration => registration.RegisteredAt is { } server
            && server.Flow.Transport == flow.Transport && server.Flow.Remote == flow.Remote))
        {
            registration.Hurry(now);
        }
    }

    /// <summary>Tells the trunks that we go; the answers need not be waited for.</summary>
    public void Leave(Instant now)
    {
        foreach (var server in _servers)
            server.IsHere = false;
        foreach (var registration in _registrations)
            registration.Leave(now);
    }

    internal TrunkCall Begin(SipCallId id, TrunkCall call)
    {
        _calls[id] = call;
        _load[call.Trunk.Name] = CallsOf(call.Trunk) + 1;
        return call;
    }

    /// <summary>A server of the trunk to register with: the first that works.</summary>
    internal TrunkServer? Best(SipTrunk trunk, Instant now) => Ordered(_servers.Where(server => server.Trunk == trunk && server.Works(now)), server => (server.Host.Priority, server.Host.Weight)).FirstOrDefault();

    /// <summary>Where calls over the trunk go, best first. A trunk that has to know where we are is called where it does.</summary>
    internal IEnumerable<TrunkServer> Ways(SipTrunk trunk)
    {
        var servers = Ordered(_servers.Where(server => server.Trunk == trunk), server => (server.Host.Priority, server.Host.Weight));
        var registered = Find(trunk)?.RegisteredAt;
        return registered is null ? servers : servers.OrderByDescending(server => server == registered);
    }

    /// <summary>The lowest priority first; within one, drawn by weight, so that the first choice falls as the weights say (RFC 2782).</summary>
    internal List<T> Ordered<T>(IEnumerable<T> choices, Func<T, (int Priority, int Weight)> by) =>
        [.. choices.Select(choice => (Choice: choice, By: by(choice), Draw: Draw(TrunkHost.Highest) + 1))
            .OrderBy(one => one.By.Priority)
            .ThenBy(one => one.By.Weight == 0 ? double.MaxValue : -Math.Log(one.Draw / (TrunkHost.Highest + 1d)) / one.By.Weight)
            .Select(one => one.Choice)];

    /// <summary>What has been heard of a server may concern the registration there.</summary>
    internal void Noticed(TrunkServer server, Instant now)
    {
        foreach (var registration in _registrations.Where(registration => registration.Trunk == server.Trunk))
        {
            var isLost = server.Health == TrunkHealth.Down && registration.RegisteredAt == server && Best(server.Trunk, now) is not null;
            var isBack = server.Health == TrunkHealth.Up && registration.State == RegistrationState.Trying;
            if (isLost || isBack)
                registration.Hurry(now);
        }
    }

    internal int Draw(int limit)
    {
        Span<byte> drawn = stackalloc byte[4];
        random.Fill(drawn);
        return (int)(BitConverter.ToUInt32(drawn) % (uint)limit);
    }

    private TrunkRegistration? Find(SipTrunk trunk) => _registrations.Find(registration => registration.Trunk == trunk);

    private void Failed(TrunkServer server, SipEvent.Ended ended, Instant now)
    {
        if (ended is { Reason: SipEndReason.RefusedByPeer })
            server.Heard(ended.Status, TimeSpan.Zero, now);
        else
            server.Missed(now);

        if (server.Health == TrunkHealth.Down && _probes.TryGetValue(server, out var probe))
            probe.Doubt();
        Noticed(server, now);
    }

    private void Watch(TrunkServer server, Instant now)
    {
        if (_layer is not null && server.Trunk.ProbeEvery > TimeSpan.Zero)
            _probes[server] = new(server, this, _layer, now);
    }
}
