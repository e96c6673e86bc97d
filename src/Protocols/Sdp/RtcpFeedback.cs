using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary><c>a=rtcp-fb</c>: a feedback message the describer wants to send or hear; without payload type it means all of them.</summary>
public readonly record struct RtcpFeedback(PayloadType? PayloadType, string Message)
{
    public RtcpFeedbackKinds Kind => Message switch
    {
        "nack" => RtcpFeedbackKinds.Nack,
        "nack pli" => RtcpFeedbackKinds.NackPli,
        "transport-cc" => RtcpFeedbackKinds.TransportCc,
        "goog-remb" => RtcpFeedbackKinds.GoogRemb,
        _ when Message.StartsWith("ccm ", StringComparison.Ordinal) => CodecControls(Message[4..]),
        _ => RtcpFeedbackKinds.None,
    };

    /// <summary>The texts of <paramref name="kinds"/>, in the order we write them.</summary>
    public static IEnumerable<string> MessagesOf(RtcpFeedbackKinds kinds)
    {
        if (kinds.HasFlag(RtcpFeedbackKinds.Nack))
            yield return "nack";
        if (kinds.HasFlag(RtcpFeedbackKinds.NackPli))
            yield return "nack pli";
        if (kinds.HasFlag(RtcpFeedbackKinds.CcmFir))
            yield return "ccm fir";
        if (kinds.HasFlag(RtcpFeedbackKinds.CcmTmmbr))
            yield return "ccm tmmbr";
        if (kinds.HasFlag(RtcpFeedbackKinds.TransportCc))
            yield return "transport-cc";
        if (kinds.HasFlag(RtcpFeedbackKinds.GoogRemb))
            yield return "goog-remb";
    }

    public static bool TryParse(string value, out RtcpFeedback feedback)
    {
        feedback = default;
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
            return false;

        PayloadType? payloadType = null;
        if (parts[0] != "*")
        {
            if (!RtpMap.TryParsePayloadType(parts[0], out var number))
                return false;

            payloadType = number;
        }

        feedback = new(payloadType, string.Join(' ', parts[1..]));
        return true;
    }

    /// <summary>One to a line by RFC 5104 §7.1; Polycom writes several on one. What follows <c>tmmbr</c> are its parameters.</summary>
    private static RtcpFeedbackKinds CodecControls(string words)
    {
        var kinds = RtcpFeedbackKinds.None;
        foreach (var word in words.Split(' '))
        {
            kinds |= word switch
            {
                "fir" => RtcpFeedbackKinds.CcmFir,
                "tmmbr" => RtcpFeedbackKinds.CcmTmmbr,
                _ => RtcpFeedbackKinds.None,
            };
        }

        return kinds;
    }

    public override string ToString() => $"{(PayloadType is { } number ? number.ToString() : "*")} {Message}";
}
