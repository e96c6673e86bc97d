using System.Text;
using Protocols.Sip.Digest;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>
/// Keeps us registered with a trunk (RFC 3261 §10.2): at its best server, at the next if that one is gone, again before it lapses. Who is
/// refused comes back with longer and longer pauses: an account that is tried with a wrong password is soon locked.
/// </summary>
internal sealed class TrunkRegistration : ITimed, IResponseTaker
{
    /// <summary>Challenges to one attempt: the first, and one because a nonce has grown old meanwhile.</summary>
    private const int MostChallenges = 3;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly SipTrunk _trunk;
    private readonly SipTrunks _trunks;
    private readonly TransactionLayer _layer;
    private DigestClient? _digest;
    private TrunkRequest? _request;
    private TrunkServer? _server;
    private TimeSpan _wanted;
    private int _refusals;
    private int _challenges;
    private bool _isAsking;
    private bool _isLeaving;

    public TrunkRegistration(SipTrunk trunk, SipTrunks trunks, TransactionLayer layer, Instant now)
    {
        (_trunk, _trunks, _layer, _wanted) = (trunk, trunks, layer, trunk.RegisterFor);
        Due = now;
        layer.Timed.Watch(this);
    }

    public SipTrunk Trunk => _trunk;

    public RegistrationState State { get; private set; } = RegistrationState.Trying;

    /// <summary>Where the trunk sends our calls from, and wants to be sent ours.</summary>
    public TrunkServer? RegisteredAt { get; private set; }

    public Instant LapsesAt { get; private set; } = Instant.Never;

    public int LastStatus { get; private set; }

    public Instant Due { get; private set; }

    public Instant QueuedFor { get; set; } = Instant.Never;

    public void Advance(Instant now)
    {
        if (_isAsking || _isLeaving)
            Due = Instant.Never;
        else if (_layer.IsFull || _trunks.Best(_trunk, now) is not { } server)
            Wait(_trunks.Options.FirstPause, now);
        else
            Begin(server, now);

        if (RegisteredAt is not null && LapsesAt <= now)
            Become(RegistrationState.Trying, LastStatus);
    }

    /// <summary>Comes back soon: the way to the server, or the server, is gone.</summary>
    public void Hurry(Instant now)
    {
        if (_isAsking || _isLeaving || State == RegistrationState.Refused)
            return;

        // Not all at once, when the connection of many was one.
        Wait(TimeSpan.FromMilliseconds(_trunks.Draw(1_000)), now);
        _layer.Timed.Watch(this);
    }

    /// <summary>Tells the trunk that we go.</summary>
    public void Leave(Instant now)
    {
        _isLeaving = true;
        if (RegisteredAt is { } server)
            Send(server, TimeSpan.Zero, now);
    }

    void IResponseTaker.Receive(ClientTransaction transaction, in SipMessage response, Instant now)
    {
        if (response.Status < 200)
            return;

        _isAsking = false;
        if (_isLeaving || _server is not { } server)
            return;

        LastStatus = response.Status;
        var serves = server.Heard(response.Status, TrunkRequest.RetryAfter(response), now);
        switch (response.Status)
        {
            case < 300:
                Granted(server, GrantedBy(response), now);
                break;
            case 401 or 407 when _challenges++ < MostChallenges && Digest.TryTake(response):
                Send(server, _wanted, now);
                break;
            case 423 when response.TryNumber(SipHeader.MinExpires, out var seconds) && TimeSpan.FromSeconds(seconds) is var least && least > _wanted && least <= Longest:
                _wanted = least;
                Send(server, _wanted, now);
                break;
            default:
                Refused(response.Status, serves, TrunkRequest.RetryAfter(response), now);
                break;
        }

        _layer.Timed.Watch(this);
    }

    void IResponseTaker.Failed(ClientTransaction transaction, RequestFailure failure, Instant now)
    {
        _isAsking = false;
        LastStatus = 408;
        _server?.Missed(now);
        if (_isLeaving)
            return;

        TryElsewhere(now);
        _layer.Timed.Watch(this);
    }

    private DigestClient Digest =>
        _digest ??= new(_trunk.AuthUser.Length > 0 ? _trunk.AuthUser : _trunk.User, _trunk.Password.Value, _layer.Random);

    private void Begin(TrunkServer server, Instant now)
    {
        _challenges = 0;
        Send(server, _wanted, now);
    }

    private void Send(TrunkServer server, TimeSpan expires, Instant now)
    {
        // A proof is made for one server's realm; another asks for itself.
        if (_server != server)
            _digest = null;
        (_server, _isAsking, Due) = (server, true, Instant.Never);
        _request ??= new(_layer, TrunkAddress.OfUs(server));

        var branch = _layer.NewBranch();
        var uri = TrunkAddress.Of(TrunkAddress.DomainOf(server));
        var writer = _request.Begin(SipMethod.Register, uri, TrunkAddress.OfUs(server), SipText.Escaped(_trunk.User), server.Flow, branch)
            .Header(SipHeader.Expires, (long)expires.TotalSeconds);
        Digest.Write(writer, SipMethod.Register.Name(), Encoding.UTF8.GetBytes(uri));
        _layer.Start(this, SipMethod.Register, server.Flow, branch, writer.Finish(), now).GiveUpAt(now + _trunks.Options.ProbePatience);
    }

    private void Granted(TrunkServer server, TimeSpan granted, Instant now)
    {
        _refusals = 0;
        granted = granted < Shortest ? Shortest : granted > Longest ? Longest : granted;
        RegisteredAt = server;
        LapsesAt = now + granted;

        // Time for several tries before it lapses.
        Wait(granted * (0.7 + (_trunks.Draw(100) / 1_000d)), now);
        Become(RegistrationState.Registered, LastStatus);
    }

    private void Refused(int status, bool serves, TimeSpan retryAfter, Instant now)
    {
        if (!serves)
        {
            TryElsewhere(now);
            return;
        }

        // What was proved in vain need not be proved so again; the password may be put right at the other side.
        _digest = null;
        var pause = _trunks.Options.AfterRefusal * Math.Pow(2, Math.Min(_refusals++, 16));
        pause = pause < _trunks.Options.LongestAfterRefusal ? pause : _trunks.Options.LongestAfterRefusal;
        var asked = retryAfter < _trunks.Options.LongestAfterRefusal ? retryAfter : _trunks.Options.LongestAfterRefusal;
        Wait(pause > asked ? pause : asked, now);
        RegisteredAt = null;
        Become(RegistrationState.Refused, status);
    }

    // What is registered holds until it lapses, even if its server does not answer a refresh.
    private void TryElsewhere(Instant now)
    {
        if (RegisteredAt is null || LapsesAt <= now)
            Become(RegistrationState.Trying, LastStatus);

        var isThereAnother = _trunks.Best(_trunk, now) is { } other && other != _server;
        Wait(isThereAnother ? TimeSpan.Zero : _trunks.Options.FirstPause * (1 + (_trunks.Draw(500) / 1_000d)), now);
    }

    private void Wait(TimeSpan time, Instant now) => Due = Instant.Earlier(now + time, RegisteredAt is not null && LapsesAt > now ? LapsesAt : Instant.Never);

    private void Become(RegistrationState state, int status)
    {
        if (state != RegistrationState.Registered)
            (RegisteredAt, LapsesAt) = (null, Instant.Never);
        if (State == state)
            return;

        State = state;
        _trunks.Output.RegistrationChanged(_trunk, state, status);
    }

    // Our Contact's own time counts before that of all; without either it is what we asked for (§10.2.4).
    private TimeSpan GrantedBy(in SipMessage response)
    {
        foreach (var contact in response.Elements(SipHeader.Contact))
        {
            if (NameAddress.TryParse(contact, out var address) && SipUri.TryParse(address.Uri, out var uri)
                && uri.UserText == _trunk.User && Ascii.EqualsIgnoreCase(uri.Host, Encoding.UTF8.GetBytes(_layer.Options.Host))
                && address.TryParameter("expires"u8, out var own) && SipText.TryNumber(own, uint.MaxValue, out var seconds))
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return response.TryNumber(SipHeader.Expires, out var all) ? TimeSpan.FromSeconds(all) : _wanted;
    }
}
