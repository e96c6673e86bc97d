using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace MediaServer.Subscriptions;

/// <summary>
/// Which header one receiver gets: his own numbers for the extensions he agreed to and none that he did not, MID until he must have
/// latched the SSRC, and the transport-wide number and send time of the actual leaving.
/// A part of its stream rather than an object of its own: every packet asks for it.
/// </summary>
internal struct HeaderPlan
{
    /// <summary>By then a receiver has seen several packets even at heavy loss, and tied the SSRC to its section (RFC 9143 §9.2).</summary>
    private const int PacketsWithMid = 100;

    private const int UsualExtensionBytes = 8;
    private const int UsualLength = RtpPacket.FixedHeaderLength + UsualExtensionBytes;

    private readonly OutgoingSetup _setup;
    private readonly Ssrc _ssrc;
    private readonly byte[] _mid;
    private readonly byte _midId;
    private readonly byte _transportId;
    private readonly byte _sendTimeId;
    private readonly byte _levelId;
    private readonly byte _orientationId;
    private readonly byte _dependencyId;
    private readonly byte _captureId;
    private readonly bool _numberIsUsual;
    private int _midsLeft;

    public HeaderPlan(OutgoingSetup setup)
    {
        _setup = setup;
        _midsLeft = PacketsWithMid;
        _ssrc = setup.Ssrc;
        _mid = Encoding.UTF8.GetBytes(setup.Mid.Value);
        _midId = setup.Extensions.IdOf(RtpExtensionKind.Mid);
        _transportId = setup.Extensions.IdOf(RtpExtensionKind.TransportSequence);
        _levelId = setup.Extensions.IdOf(RtpExtensionKind.AudioLevel);
        _orientationId = setup.Extensions.IdOf(RtpExtensionKind.VideoOrientation);
        _dependencyId = setup.Extensions.IdOf(RtpExtensionKind.DependencyDescriptor);
        _captureId = setup.Extensions.IdOf(RtpExtensionKind.AbsCaptureTime);

        // Who has transport-wide numbers needs no send times: one of the two is enough for his estimator, or for ours.
        _sendTimeId = _transportId == 0 ? setup.Extensions.IdOf(RtpExtensionKind.AbsSendTime) : (byte)0;
        _numberIsUsual = RtpHeaderWriter.FitsOneByteForm(_transportId, TransportSequence.Length);
    }

    public void SourceChanged() => _midsLeft = Math.Max(_midsLeft, PacketsWithMid / 4);

    public readonly int EstimateLength(in SentPacket sent, in PacketFacts facts)
    {
        var length = UsualLength;
        if (_midsLeft > 0 && _midId != 0)
            length += (_mid.Length + 1 + 3) & ~3;

        if (PassesDependencies(sent, facts))
            length += (facts.DependencyLength + 2 + 3) & ~3;

        return length;
    }

    // The scratch space need not be cleared for every packet.
    [SkipLocalsInit]
    public bool TryWrite(
        Span<byte> buffer,
        in SentPacket sent,
        in PacketFacts facts,
        ReadOnlySpan<byte> source,
        DependencyStructure? structure,
        long wireNumber,
        bool asRtx,
        bool isRedundant,
        SequenceNumber transportSequence,
        Instant now,
        out int headerLength)
    {
        var payloadType = asRtx ? _setup.RtxPayloadType(sent.PayloadType) : isRedundant ? _setup.RedPayloadType!.Value : sent.PayloadType;
        var sequence = new SequenceNumber(unchecked((ushort)wireNumber));
        var ssrc = asRtx ? _setup.RtxSsrc : _ssrc;
        if (IsUsual(sent, facts) && buffer.Length >= UsualLength)
        {
            WriteUsual(buffer, sent.Marker, payloadType, sequence, sent.Timestamp, ssrc, transportSequence);
            headerLength = UsualLength;
            return true;
        }

        Span<byte> scratch = stackalloc byte[DependencyDescriptor.MaxLength];
        var writer = new RtpHeaderWriter(buffer);
        var dependencyLength = 0;
        if (PassesDependencies(sent, facts)
            && DependencyDescriptorRewriter.TryWrite(source.Slice(facts.DependencyOffset, facts.DependencyLength), sent.Patch, structure, scratch, out dependencyLength))
        {
            writer.Announce(_dependencyId, dependencyLength);
        }

        var written = writer.TryStart(sent.Marker, payloadType, sequence, sent.Timestamp, ssrc);
        if (_midsLeft > 0)
        {
            _midsLeft--;
            written &= writer.TryAdd(_midId, _mid);
        }

        Span<byte> value = stackalloc byte[3];
        BinaryPrimitives.WriteUInt16BigEndian(value, transportSequence.Value);
        written &= writer.TryAdd(_transportId, value[..2]);
        if (_sendTimeId != 0)
        {
            AbsSendTime.From(now).Write(value);
            written &= writer.TryAdd(_sendTimeId, value);
        }

        if (facts.HasAudioLevel)
            written &= writer.TryAdd(_levelId, [facts.AudioLevel]);

        if (facts.HasOrientation)
            written &= writer.TryAdd(_orientationId, [facts.Orientation]);

        if (facts.CaptureTimeLength > 0)
            written &= writer.TryAdd(_captureId, source.Slice(facts.CaptureTimeOffset, facts.CaptureTimeLength));

        if (dependencyLength > 0)
            written &= writer.TryAdd(_dependencyId, scratch[..dependencyLength]);

        return writer.TryFinish(out headerLength) && written;
    }

    private readonly bool IsUsual(in SentPacket sent, in PacketFacts facts) =>
        _numberIsUsual && _midsLeft == 0 && facts is { HasAudioLevel: false, HasOrientation: false, CaptureTimeLength: 0 } && !PassesDependencies(sent, facts);

    /// <summary>Most headers have the transport-wide number and nothing else. Then every byte has its known place, and three writes are the header.</summary>
    private readonly void WriteUsual(
        Span<byte> buffer, bool marker, PayloadType payloadType, SequenceNumber sequence, RtpTimestamp timestamp, Ssrc ssrc, SequenceNumber transportSequence)
    {
        const ulong versionAndExtension = 0x90;
        const ulong oneByteFormOfOneWord = 0xBEDE_0001;
        var second = (marker ? 0x80UL : 0) | payloadType.Value;
        var element = ((uint)_transportId << 4) | (TransportSequence.Length - 1);
        BinaryPrimitives.WriteUInt64BigEndian(buffer, (versionAndExtension << 56) | (second << 48) | ((ulong)sequence.Value << 32) | timestamp.Value);
        BinaryPrimitives.WriteUInt64BigEndian(buffer[8..], ((ulong)ssrc.Value << 32) | oneByteFormOfOneWord);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[16..], (element << 24) | ((uint)transportSequence.Value << 8));
    }

    // VP8 and VP9 number their pictures in the payload, where they are rewritten; a descriptor beside it would say the publisher's numbers.
    private readonly bool PassesDependencies(in SentPacket sent, in PacketFacts facts) =>
        _dependencyId != 0 && facts.DependencyLength > 0 && (sent.Codec is VideoCodec.Av1 or VideoCodec.H264);
}
