using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>A number that telephones and terminals dial to be asked for a meeting's id.</summary>
internal sealed record AccessNumberOptions
{
    [Description("Number that telephones and terminals dial to be asked for a meeting's id, as Sip:Trunks:…:NumbersIn writes it; meetings tell the first of them")]
    public string Number { get; init; } = "";

    [Description("What is spoken there: Chinese, English, or Bilingual, where callers choose")]
    public AccessLanguage Language { get; init; }

    [Description("The trunk that brings its calls, where that cannot be seen by the address they come from; empty: any")]
    public string Trunk { get; init; } = "";
}

internal enum AccessLanguage
{
    Chinese,
    Bilingual,
    English,
}
