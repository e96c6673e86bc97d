using Protocols.Stun;

namespace Protocols.Ice;

/// <summary>One way to the peer that a full agent tries, and the transaction under way on it (RFC 8445 §6.1.2.6).</summary>
internal sealed class IcePair(IceRoute route, uint remotePriority)
{
    public IceRoute Route { get; } = route;

    public IcePairState State { get; private set; }

    /// <summary>When the check is to be repeated or given up.</summary>
    public Instant Due { get; private set; } = Instant.Never;

    public StunTransactionId Transaction { get; private set; }

    public bool AwaitsAnswer { get; private set; }

    private int Transmissions { get; set; }

    private TimeSpan Rto { get; set; }

    private Instant SentAt { get; set; }

    public ulong PriorityFor(IceRole role)
    {
        var local = Route.Transport == IceTransport.Udp ? IceCandidate.HostUdpPriority : IceCandidate.HostTcpActivePriority;
        return role == IceRole.Controlling
            ? IceCandidate.PairPriority(controlling: local, controlled: remotePriority)
            : IceCandidate.PairPriority(controlling: remotePriority, controlled: local);
    }

    public void Wait() => (State, AwaitsAnswer, Due) = (IcePairState.Waiting, false, Instant.Never);

    public void Fail() => (State, AwaitsAnswer, Due) = (IcePairState.Failed, false, Instant.Never);

    public void BeginCheck(StunTransactionId transaction, TimeSpan rto, IceFullOptions options, Instant now)
    {
        (State, Rto) = (IcePairState.InProgress, rto);
        BeginTransaction(transaction, now);
        Due = now + (Route.Transport == IceTransport.Udp ? WaitAfter(1, options) : options.ReliableTimeout);
    }

    /// <summary>A consent check is not repeated: the next one, with a new transaction, takes its place (RFC 7675 §5.1).</summary>
    public void BeginConsent(StunTransactionId transaction, Instant now) => BeginTransaction(transaction, now);

    public bool TryRepeat(IceFullOptions options, Instant now)
    {
        if (Route.Transport == IceTransport.Tcp || Transmissions >= options.MaxTransmissions)
        {
            Fail();
            return false;
        }

        Transmissions++;
        Due = now + WaitAfter(Transmissions, options);
        return true;
    }

    /// <summary>The time it took, unless the request was repeated: then nobody knows which one was answered.</summary>
    public TimeSpan? Succeed(Instant now)
    {
        (State, AwaitsAnswer, Due) = (IcePairState.Succeeded, false, Instant.Never);
        return Transmissions == 1 ? now - SentAt : null;
    }

    private void BeginTransaction(StunTransactionId transaction, Instant now) =>
        (Transaction, AwaitsAnswer, Transmissions, SentAt) = (transaction, true, 1, now);

    private TimeSpan WaitAfter(int transmissions, IceFullOptions options) =>
        transmissions >= options.MaxTransmissions ? Rto * options.LastWait : Rto * (1 << (transmissions - 1));
}

internal enum IcePairState
{
    Waiting,
    InProgress,
    Succeeded,
    Failed,
}
