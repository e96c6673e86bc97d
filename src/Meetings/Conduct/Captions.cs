using System.Text;

namespace Meetings.Conduct;

/// <summary>A text that the chair has put over everybody's composed picture; one at a time, until he takes it away.</summary>
internal sealed class Captions(Hall hall)
{
    public Refusal Show(string? type, string? text)
    {
        if (string.IsNullOrEmpty(type))
            return Refusal.CaptionTypeIsEmpty;
        if (!TryRead(type, out var kind))
            return Refusal.ParameterVerifiedFail;
        if (string.IsNullOrWhiteSpace(text))
            return Refusal.CaptionTextIsEmpty;
        if (Encoding.UTF8.GetByteCount(text) > Caption.LongestText)
            return Refusal.CaptionTextTooLong;
        if (!hall.IsVideo)
            return Refusal.AudioConfNotSupport;

        hall.Dynamics = hall.Dynamics with { Caption = new Caption(kind, InOneLine(text)) };
        return Refusal.None;
    }

    /// <summary>Taking away what is not there is no mistake: a button pressed twice.</summary>
    public Refusal Remove()
    {
        hall.Dynamics = hall.Dynamics with { Caption = null };
        return Refusal.None;
    }

    private static bool TryRead(string type, out CaptionKind kind)
    {
        kind = type == "banner" ? CaptionKind.Banner : CaptionKind.Caption;
        return type is "banner" or "caption";
    }

    private static string InOneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
}

/// <summary>What everybody reads who is shown a composed picture.</summary>
public sealed record Caption(CaptionKind Kind, string Text)
{
    /// <summary>In bytes of UTF-8, as the documented code says.</summary>
    public const int LongestText = 2_000;
}

public enum CaptionKind
{
    /// <summary>Stands at the lower edge; one that is too long for that moves.</summary>
    Caption,

    /// <summary>Runs along the upper edge.</summary>
    Banner,
}
