using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>A look at a goodbye (RFC 3550 §6.6): these sources have ended.</summary>
public readonly ref struct Bye
{
    private readonly ReadOnlySpan<byte> _body;

    private Bye(ReadOnlySpan<byte> body, int count)
    {
        _body = body;
        Count = count;
    }

    public int Count { get; }

    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_body[..(Count * 4)].Slice(index * 4, 4)));

    /// <summary>What the peer says about it; empty when it says nothing.</summary>
    public ReadOnlySpan<byte> Reason
    {
        get
        {
            var rest = _body[(Count * 4)..];
            return rest.IsEmpty || rest[0] > rest.Length - 1 ? default : rest.Slice(1, rest[0]);
        }
    }

    public static bool TryParse(in RtcpPacket packet, out Bye bye)
    {
        bye = default;
        if (packet.Type != RtcpType.Bye || packet.Body.Length < packet.Count * 4)
            return false;

        bye = new Bye(packet.Body, packet.Count);
        return true;
    }
}
