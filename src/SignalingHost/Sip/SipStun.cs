using Protocols;
using Protocols.Stun;

namespace SignalingHost.Sip;

/// <summary>Tells whoever keeps his NAT binding alive by STUN under which address we see him (RFC 5626 §3.5.2).</summary>
internal static class SipStun
{
    // As long as the shortest question with room for one address: an answer to a forged source is hardly longer than what it cost.
    public const int MaxAnswer = 64;

    public static bool TryAnswer(ReadOnlySpan<byte> message, TransportAddress from, Span<byte> answer, out int length)
    {
        length = 0;
        if (!StunMessage.TryParse(message, out var question) || question.Class != StunClass.Request || question.Method != StunMethod.Binding)
            return false;

        var writer = new StunWriter(answer, StunClass.SuccessResponse, StunMethod.Binding, question.TransactionId);
        writer.WriteXorMappedAddress(from);
        length = writer.Written.Length;
        return true;
    }
}
