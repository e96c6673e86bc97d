namespace Protocols.Congestion;

internal enum TrialVerdict
{
    Pending,

    /// <summary>Sending less lost less: the loss was ours.</summary>
    Explained,

    /// <summary>Sending less lost the same share: the loss is the path's.</summary>
    Unexplained,

    /// <summary>The rate never really fell, or too little was sent to tell.</summary>
    Inconclusive,
}
