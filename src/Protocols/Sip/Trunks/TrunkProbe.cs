using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>
/// Asks one server by OPTIONS whether it is there: steadily while it is, with longer and longer pauses while it is not. A refusal is an answer:
/// some servers know no OPTIONS, and say so.
/// </summary>
internal sealed class TrunkProbe : ITimed, IResponseTaker
{
    private readonly TrunkServer _server;
    private readonly SipTrunks _trunks;
    private readonly TransactionLayer _layer;
    private readonly TrunkRequest _request;
    private bool _isAsking;

    public TrunkProbe(TrunkServer server, SipTrunks trunks, TransactionLayer layer, Instant now)
    {
        (_server, _trunks, _layer) = (server, trunks, layer);
        _request = new(layer, TrunkAddress.OfUs(server));
        Due = now;
        layer.Timed.Watch(this);
    }

    public Instant Due { get; private set; }

    public Instant QueuedFor { get; set; } = Instant.Never;

    public void Advance(Instant now)
    {
        if (!_server.IsHere || _isAsking)
        {
            Due = Instant.Never;
            return;
        }

        if (_layer.IsFull)
        {
            Due = now + _trunks.Options.FirstPause;
            return;
        }

        (Due, _isAsking) = (Instant.Never, true);
        var branch = _layer.NewBranch();
        var uri = TrunkAddress.Of(_server.Host.Name);
        var writer = _request.Begin(SipMethod.Options, uri, uri, _server.Trunk.User, _server.Flow, branch).Header(SipHeader.Accept, "application/sdp"u8);
        _layer.Start(this, SipMethod.Options, _server.Flow, branch, writer.Finish(), now).GiveUpAt(now + _trunks.Options.ProbePatience);
    }

    /// <summary>A call has failed there: asks sooner than it would have.</summary>
    public void Doubt()
    {
        if (_isAsking || _server.RestsUntil >= Due)
            return;

        Due = _server.RestsUntil;
        _layer.Timed.Watch(this);
    }

    void IResponseTaker.Receive(ClientTransaction transaction, in SipMessage response, Instant now)
    {
        if (response.Status < 200)
            return;

        _server.Heard(response.Status, TrunkRequest.RetryAfter(response), now);
        Settle(now);
    }

    void IResponseTaker.Failed(ClientTransaction transaction, RequestFailure failure, Instant now)
    {
        _server.Missed(now);
        Settle(now);
    }

    private void Settle(Instant now)
    {
        _isAsking = false;
        if (!_server.IsHere)
            return;

        // Some tenth more or less, so that the servers of many trunks are not all asked in the same moment.
        var every = _server.Trunk.ProbeEvery * (0.9 + (_trunks.Draw(200) / 1_000d));
        Due = _server.Health == TrunkHealth.Down ? _server.RestsUntil : now + every;
        _layer.Timed.Watch(this);
        _trunks.Noticed(_server, now);
    }
}
