using System.Buffers.Binary;
using Protocols.Srtp;
using Protocols.Srtp.Crypto;

namespace Protocols.Tests.Srtp;

/// <summary>A sender and a receiver that agreed on keys, and a stream of packets between them numbered as a real one is.</summary>
internal sealed class SrtpPair : IDisposable
{
    public const uint Ssrc = 0xCAFEBABE;

    /// <summary>Those that this processor allows.</summary>
    public static readonly SrtpCryptoChoice[] Choices =
        [.. Enum.GetValues<SrtpCryptoChoice>().Where(choice => choice != SrtpCryptoChoice.Vector || VectorAesGcm.IsSupported)];

    private readonly SrtpSender _sender;
    private readonly SrtpReceiver _receiver;

    public SrtpPair(SrtpProfile profile, SrtpCryptoChoice choice = SrtpCryptoChoice.Fastest, int maxSsrcs = 64)
    {
        var keyAndSalt = Enumerable.Range(1, profile.KeyLength() + profile.SaltLength()).Select(i => (byte)i).ToArray();
        if (!SrtpKeys.TryFromKeyAndSalt(profile, keyAndSalt, out var keys))
            throw new ArgumentOutOfRangeException(nameof(profile));

        _sender = new SrtpSender(profile, keys, choice);
        _receiver = new SrtpReceiver(profile, keys, new SrtpReceiverOptions { MaxSsrcs = maxSsrcs }, choice);
    }

    public SrtpSender Sender => _sender;

    public SrtpReceiver Receiver => _receiver;

    /// <summary>The plain packet with this extended sequence number.</summary>
    public static byte[] Rtp(long number, uint ssrc = Ssrc, int payloadLength = 40)
    {
        var packet = new byte[12 + payloadLength];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)number);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)number * 3000);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        packet.AsSpan(12).Fill((byte)number);
        return packet;
    }

    public static byte[] Rtcp(uint ssrc = Ssrc)
    {
        var packet = new byte[28];
        packet[0] = 0x80;
        packet[1] = 200;
        packet[3] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    public byte[] Protected(long number, uint ssrc = Ssrc, int payloadLength = 40)
    {
        var plain = Rtp(number, ssrc, payloadLength);
        byte[] packet = [.. plain, .. new byte[_sender.RtpOverhead]];
        _sender.ProtectRtp(packet, 12, plain.Length, (uint)(number >> 16));
        return packet;
    }

    public byte[] ProtectedRtcp(uint ssrc = Ssrc)
    {
        var plain = Rtcp(ssrc);
        byte[] packet = [.. plain, .. new byte[_sender.RtcpOverhead]];
        _sender.ProtectRtcp(packet, plain.Length);
        return packet;
    }

    public DropReason Receive(byte[] packet) => _receiver.UnprotectRtp(packet, out _);

    public DropReason Send(long number, uint ssrc = Ssrc) => Receive(Protected(number, ssrc));

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }
}
