using System.Buffers.Text;

namespace Protocols.Sip.Transactions;

/// <summary>
/// What tells one transaction from another (RFC 3261 §17.1.3, §17.2.3): the branch, who set it, and the method, where an ACK belongs to its
/// INVITE. Peers whose branch is not unique are told apart by the rest of the head.
/// </summary>
internal static class TransactionKey
{
    /// <summary>Longer keys are hostile; they are cut, which at worst mixes up the attacker's own.</summary>
    public const int MaxLength = 512;

    public static int OfRequest(in SipMessage message, Span<byte> key, SipMethod method)
    {
        var length = 0;
        var name = method switch
        {
            SipMethod.Ack => SipMethod.Invite.Name(),
            SipMethod.Other => message.MethodName,
            _ => method.Name(),
        };
        Add(key, ref length, name);
        Add(key, ref length, message.Via.Branch);
        Add(key, ref length, message.Via.Host);
        Utf8Formatter.TryFormat(message.Via.Port, key[Math.Min(length, key.Length)..], out var written);
        length += written;
        if (message.Via.IsUnique)
            return length;

        Add(key, ref length, message.CallId);
        Add(key, ref length, message.FromTag);
        Utf8Formatter.TryFormat(message.CSeq, key[Math.Min(length, key.Length)..], out written);
        return length + written;
    }

    public static int OfResponse(ReadOnlySpan<byte> branch, SipMethod method, Span<byte> key)
    {
        var length = 0;
        Add(key, ref length, method.Name());
        Add(key, ref length, branch);
        return length;
    }

    private static void Add(Span<byte> key, ref int length, ReadOnlySpan<byte> part)
    {
        var room = key[length..];
        var taken = Math.Min(part.Length, Math.Max(0, room.Length - 1));
        part[..taken].CopyTo(room);
        length += taken;
        if (length < key.Length)
            key[length++] = (byte)'|';
    }
}
