using Protocols.Stun;

namespace Protocols.Ice;

/// <summary>
/// The answers to a binding request. What answers a stranger is never longer than what the stranger sent, so the port
/// is of no use for amplification.
/// </summary>
internal static class BindingReply
{
    public const int BadRequest = 400;
    public const int Unauthenticated = 401;
    public const int UnknownAttribute = 420;
    public const int RoleConflict = 487;

    private const int LongestReply = 128;
    private const int MaxListedAttributes = 8;

    public static void Succeed(in StunMessage request, in IceRoute from, ReadOnlySpan<byte> key, IIceOutput output)
    {
        Span<byte> buffer = stackalloc byte[LongestReply];
        var reply = new StunWriter(buffer, StunClass.SuccessResponse, request.Method, request.TransactionId);
        reply.WriteXorMappedAddress(from.Remote);
        Seal(ref reply, key);
        output.Send(from, reply.Written);
    }

    public static void Refuse(in StunMessage request, int code, in IceRoute from, ReadOnlySpan<byte> key, IIceOutput output)
    {
        Span<byte> buffer = stackalloc byte[LongestReply];
        var reply = new StunWriter(buffer, StunClass.ErrorResponse, request.Method, request.TransactionId);
        reply.WriteErrorCode(code);
        if (code == UnknownAttribute)
        {
            Span<StunAttributeType> types = stackalloc StunAttributeType[MaxListedAttributes];
            reply.WriteUnknownAttributes(types[..request.CopyNotUnderstood(types)]);
        }

        Seal(ref reply, key);
        output.Send(from, reply.Written);
    }

    public static void RefuseStranger(in StunMessage request, int code, in IceRoute from, IIceOutput output)
    {
        Span<byte> buffer = stackalloc byte[LongestReply];
        var reply = new StunWriter(buffer, StunClass.ErrorResponse, request.Method, request.TransactionId);
        reply.WriteErrorCode(code);
        reply.WriteFingerprint();
        if (reply.Written.Length <= request.Bytes.Length)
            output.Send(from, reply.Written);
    }

    private static void Seal(ref StunWriter reply, ReadOnlySpan<byte> key)
    {
        reply.WriteIntegrity(key);
        reply.WriteFingerprint();
    }
}
