using System.Net;
using Meetings;
using Meetings.Corporations;
using Protocols.Sdp.Terminals;
using Protocols.Sip.Trunks;

namespace SignalingHost.Calls;

/// <summary>Who is at the other end of a call.</summary>
internal sealed record CallParty
{
    /// <summary>The id that his stay has.</summary>
    public required ParticipantId Who { get; init; }

    public required string Name { get; init; }

    /// <summary>Believed: an account's, or one that the telephone network vouches for. Empty for a guest, whatever he says.</summary>
    public string Number { get; init; } = "";

    public Account? Account { get; init; }

    /// <summary>A telephone: by sound alone, with one line, led by a voice.</summary>
    public bool IsPhone { get; init; }

    public string UserAgent { get; init; } = "";

    /// <summary>Where the signalling comes from; null if that is not where the media is.</summary>
    public IPAddress? Host { get; init; }

    /// <summary>The name by which he knows this server.</summary>
    public string Home { get; init; } = "";

    /// <summary>The trunk over which he calls.</summary>
    public string? Trunk { get; init; }

    /// <summary>How his sound and keys go over it.</summary>
    public TrunkMedia? Over { get; init; }

    /// <summary>By which his wrong passwords are counted.</summary>
    public string Source { get; init; } = "";

    public TerminalClass Class => IsPhone ? TerminalClass.Telephone : TerminalClasses.Of(UserAgent);

    /// <summary>
    /// May bring a call of his own in place of one that is in a meeting (RFC 3891 §4), whose tags he knows: a colleague, a trunk for another
    /// telephone, a guest from where the guest was.
    /// </summary>
    public bool MayTakePlaceOf(CallParty present) => present switch
    {
        { Account.Corporation: var corporation } => Account?.Corporation == corporation,
        { IsPhone: true } => Trunk is not null,
        _ => present.Host is not null && present.Host.Equals(Host),
    };

    /// <summary>The same account, or the same exchange.</summary>
    public bool IsSame(CallParty other) => Account is null ? Trunk is not null && Trunk == other.Trunk : Account.Id == other.Account?.Id;

    public override string ToString() => Who.Value;
}
