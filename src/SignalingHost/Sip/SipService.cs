using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using MediaServer.Edge;
using Protocols;
using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;
using Protocols.Sip.Trunks;
using SignalingHost.Accounts;
using SignalingHost.Health;

namespace SignalingHost.Sip;

/// <summary>
/// Stands around the SIP machine: gives it what comes, sends what it says, wakes it when it is due. The machine has one turn at a time;
/// whoever brings a message takes it, so nothing waits in between. Events go on by a queue to whoever answers calls.
/// </summary>
internal sealed class SipService : IHostedService, IReadinessCheck, ISipReceiver, ISipCallOutput, IRegistrarOutput, ISipLine, ITerminalPresence, IDisposable
{
    private const int MostTries = 50;

    private readonly Lock _turn = new();
    private readonly MonotonicClock _clock = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<SipEvent> _events = Channel.CreateUnbounded<SipEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SipUserAgent _user;
    private readonly SipRegistrar _registrar;
    private readonly SipUdp _udp;
    private readonly SipConnections _connections;
    private readonly SipAccounts _accounts;
    private readonly SipTrunks _trunks;
    private readonly SipFailures _failures;
    private readonly ISipCallDesk _desk;
    private readonly ILogger<SipService> _log;
    private readonly bool _oneCallEach;
    private readonly AccountCalls _accountCalls = new();
    private readonly WaitingRequests _waiting;
    private byte[] _current = [];
    private int _currentLength;
    private SipFraming _currentFraming;
    private SipFlow _currentFlow;
    private Instant _sleepsUntil = Instant.Never;
    private Task _running = Task.CompletedTask;

    public SipService(SipListening listening, SipAccounts accounts, SipFailures failures, SipTrunks trunks, ISipCallDesk desk, ILogger<SipService> log)
    {
        (_accounts, _failures, _desk, _oneCallEach, _log) = (accounts, failures, desk, listening.OneCallEach, log);
        Host = listening.Host;
        (_udp, _connections) = Open(listening);
        _registrar = new(new() { Realm = listening.Realm, Algorithms = listening.Digests }, SystemRandom.Instance, accounts, this);
        _user = new(new() { Host = listening.Host, Port = (ushort)_udp.Port, TlsPort = (ushort)_connections.TlsPort, MaxTransactions = listening.MaxTransactions }, SystemRandom.Instance, this, DoorOf(listening, trunks));
        _trunks = trunks;
        _connections.HandshakeWith = flow => Turn(_ => HandshakeWith(flow));
        _waiting = new((message, framing, flow) => Take(message, framing, flow));
        accounts.Postpone = PostponeCurrent;
        desk.Serve(this);
    }

    public string Name => "sip";

    public string Host { get; }

    public int Port => _udp.Port;

    public int TlsPort => _connections.TlsPort;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Turn(now => _trunks.Serve(_user, now));
        _running = Task.WhenAll(_udp.RunAsync(_stop.Token), _connections.RunAsync(_stop.Token), KeepTimeAsync(), TellAsync());
        Log.SipListening(_log, Port, TlsPort);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Turn(_trunks.Leave);
        await _stop.CancelAsync();
        _events.Writer.TryComplete();
        Dispose();
        await _running;
    }

    public Readiness Check() => _running.IsCompleted ? new(false, "SIP has ended") : new(true, "");

    public SipStatistics Read()
    {
        lock (_turn)
        {
            return new()
            {
                Registrations = _registrar.Count,
                Registered = _registrar.Succeeded,
                Challenged = _registrar.Challenged,
                RegistrationsRefused = _registrar.Refused,
                Calls = _user.Calls,
                Transactions = _user.Transactions,
                Overloaded = _user.Overloaded,
                Connections = _connections.Count,
                ConnectionsRefused = _connections.Refused,
                Messages = [.. Enum.GetValues<SipRefusal>().Select(_user.Count)],
            };
        }
    }

    public void Receive(ReadOnlySpan<byte> message, SipFraming framing, SipFlow flow)
    {
        lock (_turn)
        {
            if (_waiting.TryHold(message, framing, flow))
                return;

            Take(message, framing, flow);
            WakeIfDue();
        }
    }

    public void Closed(SipFlow flow)
    {
        lock (_turn)
        {
            _user.FlowGone(flow, _clock.Now);
            _registrar.FlowGone(flow);
            _trunks.FlowGone(flow, _clock.Now);
            WakeIfDue();
        }
    }

    public void Do(SipCommand command)
    {
        lock (_turn)
        {
            _user.Handle(command, _clock.Now);
            WakeIfDue();
        }
    }

    /// <summary>Does something with what shares the SIP machine's turn: nobody else is at it meanwhile.</summary>
    public T Turn<T>(Func<Instant, T> what)
    {
        lock (_turn)
        {
            var result = what(_clock.Now);
            WakeIfDue();
            return result;
        }
    }

    public void Turn(Action<Instant> what) => Turn(now =>
    {
        what(now);
        return true;
    });

    public bool TryFindWay(string number, out SipFlow flow, out string contact)
    {
        lock (_turn)
            return _registrar.TryFindWay(number, out flow, out contact);
    }

    public TerminalPresence Of(string sipNumber)
    {
        lock (_turn)
        {
            if (_accountCalls.IsInCall(sipNumber))
                return TerminalPresence.InCall;

            return _registrar.TryFindWay(sipNumber, out _, out _) ? TerminalPresence.Idle : TerminalPresence.NotRegistered;
        }
    }

    public void Dispose()
    {
        _udp.Dispose();
        _connections.Dispose();
    }

    void ISipOutput.Send(SipFlow flow, ReadOnlySpan<byte> message)
    {
        if (flow.Transport == SipTransport.Udp)
            _udp.Send(flow.Remote, message);
        else
            _connections.Send(flow, message);
    }

    public bool TryOccupy(string account, SipCallId call)
    {
        lock (_turn)
        {
            if (_oneCallEach && _accountCalls.IsInCall(account))
                return false;

            _accountCalls.Enter(account, call);
            return true;
        }
    }

    // One meeting for an account: a terminal in two would carry the sound of one into the other.
    void ISipCallOutput.Raise(SipEvent happened)
    {
        _trunks.Happened(happened, _clock.Now);
        switch (happened)
        {
            case SipEvent.Invited { Invitation: { Account: { } account, Replaces: var replaced } } when _oneCallEach && _accountCalls.IsInAnotherThan(replaced, account):
                _accountCalls.EnterRefused(account, happened.Call);
                _user.Handle(new SipCommand.Refuse(happened.Call, 486, "Already In A Meeting"), _clock.Now);
                return;
            case SipEvent.Invited { Invitation.Account: { } account }:
                _accountCalls.Enter(account, happened.Call);
                break;
            case SipEvent.Ended ended when _accountCalls.TryEnd(happened.Call, out var account):
                if (_accounts.OwnerOf(account) is { } owner)
                    _failures.Note(owner, ended);
                break;
        }

        _events.Writer.TryWrite(happened);
    }

    void IRegistrarOutput.Changed(SipAccount account, bool isRegistered) => Log.SipRegistration(_log, isRegistered);

    void IRegistrarOutput.Failed(SipAccount account, RegistrationFailure failure, SipFlow flow)
    {
        if (_accounts.OwnerOf(account.Number) is { } owner)
            _failures.Note(owner, failure, flow);
    }

    // A trunk is known by its name; its address is whatever that stands for today.
    private SslClientAuthenticationOptions HandshakeWith(SipFlow flow)
    {
        var server = _trunks.Servers.FirstOrDefault(server => server.Flow.Transport == flow.Transport && server.Flow.Remote == flow.Remote);
        var handshake = new SslClientAuthenticationOptions { TargetHost = server?.Host.Name ?? flow.Remote.ToIPAddress().ToString() };
        if (server is { Trunk.VerifiesCertificate: false })
            handshake.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        return handshake;
    }

    // UDP and TCP have one port. One that the system finds free for the one may be taken for the other: then it finds another.
    private (SipUdp Udp, SipConnections Connections) Open(SipListening listening)
    {
        for (var tries = listening.Port == 0 ? MostTries : 1; ; tries--)
        {
            var udp = new SipUdp(listening.Port, this);
            try
            {
                return (udp, new(udp.Port, listening.TlsPort, listening.Certificate, this));
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse && tries > 1)
            {
                udp.Dispose();
            }
        }
    }

    private TrunkDoor DoorOf(SipListening listening, SipTrunks trunks) =>
        new(trunks, _registrar, _accounts, listening.Realm, listening.LetsGuestsIn, SystemRandom.Instance);

    private void Remember(ReadOnlySpan<byte> message, SipFraming framing, SipFlow flow)
    {
        if (_current.Length < message.Length)
            _current = new byte[Math.Max(message.Length, 4_096)];
        message.CopyTo(_current);
        (_currentLength, _currentFraming, _currentFlow) = (message.Length, framing, flow);
    }

    private void Take(ReadOnlySpan<byte> message, SipFraming framing, SipFlow flow)
    {
        Remember(message, framing, flow);
        try
        {
            _user.Receive(message, framing, flow, _clock.Now);
        }
        catch (Exception fault)
        {
            // Ours: a stranger's bytes are refused by name. One message is lost and the server stands.
            Log.SipFault(_log, fault);
        }
    }

    private Action<bool> PostponeCurrent()
    {
        var settle = _waiting.Add(_current.AsSpan(0, _currentLength), _currentFraming, _currentFlow);
        return isKnown => Turn(_ => settle(isKnown));
    }

    private void WakeIfDue()
    {
        if (Instant.Earlier(_user.NextDeadline, _registrar.NextDeadline) < _sleepsUntil && _wake.CurrentCount == 0)
            _wake.Release();
    }

    private async Task KeepTimeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan pause;
            lock (_turn)
            {
                var now = _clock.Now;
                Advance(now);
                _sleepsUntil = Instant.Earlier(Instant.Earlier(_user.NextDeadline, _registrar.NextDeadline), now + TimeSpan.FromMinutes(1));
                pause = _sleepsUntil - now;
            }

            try
            {
                // Rounded up: to wake a little late costs nothing, to wake a little early is to wake twice.
                await _wake.WaitAsync(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(pause.TotalMilliseconds))), _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Advance(Instant now)
    {
        try
        {
            _user.Advance(now);
            _registrar.Advance(now);
        }
        catch (Exception fault)
        {
            Log.SipFault(_log, fault);
        }
    }

    private async Task TellAsync()
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            try
            {
                _desk.Happened(happened);
            }
            catch (Exception fault)
            {
                Log.SipFault(_log, fault);
                Do(new SipCommand.HangUp(happened.Call));
            }
        }
    }
}
