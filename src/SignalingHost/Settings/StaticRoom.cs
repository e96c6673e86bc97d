using System.ComponentModel;
using Protocols;

namespace SignalingHost.Settings;

/// <summary>A room that exists by setting alone, for WHIP and WHEP tools. Who holds a token may publish or play.</summary>
internal sealed record StaticRoom
{
    [Description("The room's id in /whip/{conferenceID} and /whep/{conferenceID}: letters, digits, '-', '_' and '.'")]
    public string ConferenceId { get; init; } = "";

    [Description("Bearer token that allows to publish; empty: nobody may")]
    public Redacted<string> PublishToken { get; init; } = new("");

    [Description("Bearer token that allows to play; empty: nobody may")]
    public Redacted<string> PlayToken { get; init; } = new("");
}
