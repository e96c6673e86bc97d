using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>A look at a full intra request (RFC 5104 §4.3.1).</summary>
public readonly ref struct Fir
{
    internal const int EntryLength = 8;

    private readonly ReadOnlySpan<byte> _body;

    private Fir(ReadOnlySpan<byte> body) => _body = body;

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public int Count => (_body.Length - 8) / EntryLength;

    public FirEntry this[int index]
    {
        get
        {
            var entry = _body[8..].Slice(index * EntryLength, EntryLength);
            return new FirEntry(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(entry)), entry[4]);
        }
    }

    public static bool TryParse(in RtcpPacket packet, out Fir fir)
    {
        fir = default;
        var body = packet.Body;
        if (!packet.IsFeedback(RtcpType.PayloadSpecificFeedback, FeedbackFormat.FullIntraRequest) || body.Length < 8 + EntryLength)
            return false;

        fir = new Fir(body);
        return true;
    }
}

/// <summary>One request of a <see cref="Fir"/>. The same command number again is the same request repeated (RFC 5104 §4.3.1.2).</summary>
public readonly record struct FirEntry(Ssrc Media, byte Command);
