namespace Protocols.Sip.Transactions;

/// <summary>
/// One request that we answer (RFC 3261 §17.2, RFC 6026): absorbs its repetitions, repeats the last response as long as it may have been
/// lost, and takes the ACK of a refusal. A 2xx is repeated by the call, which knows when its ACK comes.
/// </summary>
internal sealed class ServerTransaction(TransactionLayer layer, byte[] key, SipMethod method, SipFlow flow, byte[] head, byte[]? tag) : ITimed
{
    private byte[]? _last;
    private Instant _repeatAt = Instant.Never;
    private TimeSpan _pause;
    private Instant _endsAt = Instant.Never;

    public byte[] Key => key;

    public SipMethod Method => method;

    public SipFlow Flow => flow;

    /// <summary>The tag that our responses add; none if the request already has it.</summary>
    public byte[]? Tag => tag;

    public byte[] Head => head;

    /// <summary>The call that an INVITE began or renews.</summary>
    public object? Owner { get; set; }

    public bool IsAnswered { get; private set; }

    public Instant Due => Instant.Earlier(_repeatAt, _endsAt);

    public Instant QueuedFor { get; set; } = Instant.Never;

    public void Send(int status, ReadOnlySpan<byte> response, Instant now)
    {
        layer.Send(flow, response);
        if (status < 200)
        {
            _last = response.ToArray();
            return;
        }

        IsAnswered = true;
        if (method == SipMethod.Invite && status < 300)
        {
            // RFC 6026 §7.1: stay, so that repetitions of the INVITE do not look new.
            _last = null;
            _endsAt = now + layer.Options.Patience;
        }
        else if (method != SipMethod.Invite && flow.IsReliable)
        {
            layer.Remove(this);
        }
        else
        {
            _last = response.ToArray();
            _endsAt = now + layer.Options.Patience;
            _pause = layer.Options.T1;
            _repeatAt = method == SipMethod.Invite && !flow.IsReliable ? now + _pause : Instant.Never;
        }

        layer.Timed.Watch(this);
    }

    public void ReceiveAgain()
    {
        if (_last is not null)
            layer.Send(flow, _last);
    }

    /// <summary>The ACK of a refusal; that of an acceptance goes to the call.</summary>
    public void ReceiveAck(Instant now)
    {
        if (!IsAnswered || _last is null)
            return;

        _last = null;
        _repeatAt = Instant.Never;
        _endsAt = flow.IsReliable ? now : now + layer.Options.T4;
        layer.Timed.Watch(this);
    }

    public void Advance(Instant now)
    {
        if (_endsAt <= now)
        {
            (_repeatAt, _endsAt) = (Instant.Never, Instant.Never);
            layer.Remove(this);
            return;
        }

        if (_repeatAt > now)
            return;

        ReceiveAgain();
        _pause = layer.Longer(_pause);
        _repeatAt = now + _pause;
    }
}
