using Protocols.Sip.Transactions;

namespace Protocols.Sip.Digest;

/// <summary>
/// Which clients cannot choose. A client should take the first challenge that it knows (RFC 8760 §2.4); libre before 2.0 and SIPp look at the
/// first alone, or give up at one that they do not know. So who was asked by every algorithm and comes back without a proof is asked by
/// MD5 alone from then on. What is remembered is a guess about one name at one address, and bounded: forgotten, it is found out again.
/// </summary>
internal sealed class DigestHabits
{
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<(string User, UInt128 Host), Habit> _habits = [];

    private readonly record struct Habit(int Request, bool Md5Alone);

    /// <summary>A request without a proof: by what it is to be asked.</summary>
    public DigestAlgorithms Meet(string user, in SipReply reply, DigestAlgorithms algorithms)
    {
        if (algorithms != DigestAlgorithms.All)
            return algorithms;

        var key = (user, reply.Flow.Remote.Ip);
        var request = IdOf(reply.Request);
        if (_habits.TryGetValue(key, out var habit))
        {
            // The same request once more says only that our answer was lost.
            if (habit.Request != request)
                _habits[key] = habit = new(request, Md5Alone: true);
        }
        else
        {
            if (_habits.Count >= MaxRemembered)
                _habits.Clear();
            _habits[key] = habit = new(request, Md5Alone: false);
        }

        return habit.Md5Alone ? DigestAlgorithms.Md5 : algorithms;
    }

    /// <summary>A proof came. One by MD5 from who was asked for nothing else tells nothing new.</summary>
    public void Proved(string user, SipFlow flow, DigestAlgorithm algorithm)
    {
        var key = (user, flow.Remote.Ip);
        if (_habits.TryGetValue(key, out var habit) && (algorithm == DigestAlgorithm.Sha256 || !habit.Md5Alone))
            _habits.Remove(key);
    }

    private static int IdOf(in SipMessage request)
    {
        var id = new HashCode();
        id.AddBytes(request.CallId);
        id.Add(request.CSeq);
        return id.ToHashCode();
    }
}
