namespace Protocols.Sip.Transactions;

/// <summary>
/// One request of ours (RFC 3261 §17.1, RFC 6026): repeats it while the network may have lost it, hands its responses to who made it, and
/// acknowledges refusals of an INVITE. After a 2xx it stays for those that come again, or from another branch of a fork.
/// </summary>
internal sealed class ClientTransaction(TransactionLayer layer, IResponseTaker owner, SipMethod method, SipFlow flow, byte[] branch, byte[] request) : ITimed
{
    private State _state;
    private byte[]? _ack;
    private Instant _repeatAt = Instant.Never;
    private TimeSpan _pause;
    private Instant _endsAt = Instant.Never;

    public SipMethod Method => method;

    public SipFlow Flow => flow;

    public byte[] Branch => branch;

    public byte[] Request => request;

    /// <summary>Whether anything has come back: only then may a CANCEL be sent (RFC 3261 §9.1).</summary>
    public bool IsProceeding => _state == State.Proceeding;

    public bool IsFinal => _state is State.Refused or State.Accepted or State.Ended;

    public Instant Due => Instant.Earlier(_repeatAt, _endsAt);

    public Instant QueuedFor { get; set; } = Instant.Never;

    private bool IsInvite => method == SipMethod.Invite;

    public void Start(Instant now)
    {
        _pause = layer.Options.T1;
        _repeatAt = flow.IsReliable ? Instant.Never : now + _pause;
        _endsAt = now + layer.Options.Patience;
        layer.Timed.Watch(this);
        layer.Send(flow, request);
    }

    /// <summary>A cancelled INVITE that is never answered has failed all the same (RFC 3261 §9.1).</summary>
    public void GiveUpAt(Instant at)
    {
        _endsAt = at;
        layer.Timed.Watch(this);
    }

    public void Receive(in SipMessage response, Instant now)
    {
        switch (_state)
        {
            case State.Waiting or State.Proceeding when response.Status < 200:
                _state = State.Proceeding;
                _repeatAt = IsInvite || flow.IsReliable ? Instant.Never : now + layer.Options.T2;
                _endsAt = IsInvite ? Instant.Never : _endsAt;
                layer.Timed.Watch(this);
                owner.Receive(this, response, now);
                break;
            case State.Waiting or State.Proceeding when IsInvite && response.Status < 300:
            case State.Accepted when response.Status is >= 200 and < 300:
                if (_state != State.Accepted)
                    Stay(State.Accepted, layer.Options.Patience, now);
                owner.Receive(this, response, now);
                break;
            case State.Waiting or State.Proceeding:
                if (IsInvite)
                {
                    _ack = layer.WriteAck(this, response);
                    layer.Send(flow, _ack);
                }

                Stay(State.Refused, flow.IsReliable ? TimeSpan.Zero : IsInvite ? layer.Options.Patience : layer.Options.T4, now);
                owner.Receive(this, response, now);
                break;
            case State.Refused when _ack is not null && response.Status >= 300:
                layer.Send(flow, _ack);
                break;
        }
    }

    public void Fail(RequestFailure failure, Instant now)
    {
        var wasOpen = _state is State.Waiting or State.Proceeding;
        End();
        if (wasOpen)
            owner.Failed(this, failure, now);
    }

    public void Advance(Instant now)
    {
        if (_endsAt <= now)
        {
            Fail(RequestFailure.TimedOut, now);
            return;
        }

        if (_repeatAt > now)
            return;

        layer.Send(flow, request);

        // An INVITE doubles without end, others at most to T2 (§17.1.1.2, §17.1.2.2).
        _pause = _state == State.Proceeding ? layer.Options.T2 : IsInvite ? _pause * 2 : layer.Longer(_pause);
        _repeatAt = now + _pause;
    }

    private void Stay(State state, TimeSpan time, Instant now)
    {
        _state = state;
        _repeatAt = Instant.Never;
        _endsAt = now + time;
        if (time == TimeSpan.Zero)
            End();
        else
            layer.Timed.Watch(this);
    }

    private void End()
    {
        _state = State.Ended;
        (_repeatAt, _endsAt) = (Instant.Never, Instant.Never);
        layer.Remove(this);
    }

    private enum State
    {
        Waiting,
        Proceeding,
        Accepted,
        Refused,
        Ended,
    }
}
