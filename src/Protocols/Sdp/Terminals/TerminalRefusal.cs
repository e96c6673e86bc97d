namespace Protocols.Sdp.Terminals;

/// <summary>Why an offer or an answer comes to nothing: a word for the metric, a sentence for the Warning header.</summary>
public readonly record struct TerminalRefusal(TerminalRefusalReason Reason, string Sentence)
{
    public static readonly TerminalRefusal None = new(TerminalRefusalReason.None, "");

    /// <summary>Of the SIP response that says so.</summary>
    public int StatusCode => Reason switch
    {
        TerminalRefusalReason.BadDescription => 400,
        TerminalRefusalReason.NoPort or TerminalRefusalReason.Busy => 503,
        _ => 488,
    };

    public override string ToString() => $"{StatusCode} {Reason}: {Sentence}";
}

public enum TerminalRefusalReason
{
    None,

    /// <summary>It cannot be read.</summary>
    BadDescription,

    NoMediaLine,

    /// <summary>Every line was refused, each for a reason of its own.</summary>
    NothingInCommon,

    /// <summary>The rule is to encrypt, and no line has a key that we can use.</summary>
    SrtpRequired,

    /// <summary>The rule is not to encrypt, and the terminal insists.</summary>
    SrtpNotAllowed,

    /// <summary>A renewed offer leaves lines out or makes them into something else (RFC 3264 §8).</summary>
    LinesMoved,

    /// <summary>Every port for media is taken.</summary>
    NoPort,

    /// <summary>The shard takes nobody more.</summary>
    Busy,
}
