namespace Protocols.Sip.Trunks;

/// <summary>What trunks count.</summary>
public sealed class TrunkCounters
{
    public long CallsIn { get; internal set; }

    /// <summary>Tries, not calls: a call that goes on to a second trunk counts twice.</summary>
    public long CallsOut { get; internal set; }

    public long Answered { get; internal set; }

    /// <summary>Ways that were given up by the trunk's fault, whether or not there was another. One that took a smaller offer was not.</summary>
    public long Failovers { get; internal set; }

    /// <summary>Calls from trunks that carried as many as they may.</summary>
    public long Full { get; internal set; }

    /// <summary>Calls from those who are neither terminal nor trunk, where such are not let in.</summary>
    public long StrangersRefused { get; internal set; }

    public long WrongPasswords { get; internal set; }

    /// <summary>Numbers that no trunk may dial.</summary>
    public long NumbersForbidden { get; internal set; }
}
