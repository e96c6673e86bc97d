using System.Net;
using Meetings;
using Meetings.Corporations;
using Protocols.Sdp.Terminals;

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

    /// <summary>By which his wrong passwords are counted.</summary>
    public string Source { get; init; } = "";

    public TerminalClass Class => IsPhone ? TerminalClass.Telephone : TerminalClasses.Of(UserAgent);

    public override string ToString() => Who.Value;
}
