using System.Text;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>
/// One stream that a client sends: it numbers the packets and adds the header extensions that were agreed.
/// MID and RID ride along until a report says that the stream was recognized, as libwebrtc has it.
/// </summary>
public sealed class OutgoingTrack
{
    internal const int LongestPacket = 1_600;

    private const int LongestHeader = 200;

    private readonly NativeClient _client;
    private readonly SentHistory? _history;
    private readonly byte[] _mid;
    private readonly byte[] _rid;
    private readonly byte _midId;
    private readonly byte _ridId;
    private readonly byte _repairedRidId;
    private readonly byte _levelId;
    private readonly byte _sendTimeId;
    private readonly byte _transportId;
    private readonly byte _dependencyId;
    private readonly PayloadType _payloadType;
    private readonly PayloadType _rtxPayloadType;
    private long _index;
    private long _rtxIndex;
    private RtpTimestamp _lastTimestamp;
    private Instant _lastSent;

    internal OutgoingTrack(NativeClient client, AgreedSection section, string rid, Ssrc ssrc, Ssrc rtxSsrc, ushort firstSequence, int historyPackets)
    {
        _client = client;
        Mid = section.Mid;
        Kind = section.Kind;
        Rid = rid;
        Ssrc = ssrc;
        RtxSsrc = rtxSsrc;
        Codecs = section.Codecs;
        Codec = section.Codecs[0];
        _payloadType = Codec.PayloadType;
        _rtxPayloadType = Codec.RtxPayloadType ?? default;
        _mid = Encoding.ASCII.GetBytes(Mid.Value);
        _rid = Encoding.ASCII.GetBytes(rid);
        _midId = section.Extensions.IdOf(RtpExtensionKind.Mid);
        _ridId = section.Extensions.IdOf(RtpExtensionKind.Rid);
        _repairedRidId = section.Extensions.IdOf(RtpExtensionKind.RepairedRid);
        _levelId = section.Extensions.IdOf(RtpExtensionKind.AudioLevel);
        _sendTimeId = section.Extensions.IdOf(RtpExtensionKind.AbsSendTime);
        _transportId = section.Extensions.IdOf(RtpExtensionKind.TransportSequence);
        _dependencyId = section.Extensions.IdOf(RtpExtensionKind.DependencyDescriptor);
        _index = firstSequence & 0x3FFF;
        _rtxIndex = _index;
        if (Codec.RtxPayloadType is not null && Codec.Feedback.HasFlag(RtcpFeedbackKinds.Nack) && historyPackets > 0)
            _history = new SentHistory(historyPackets);
    }

    public Mid Mid { get; }

    public MediaKind Kind { get; }

    /// <summary>Empty without simulcast.</summary>
    public string Rid { get; }

    public Ssrc Ssrc { get; }

    public Ssrc RtxSsrc { get; }

    public CodecDescription Codec { get; }

    /// <summary>All that were agreed, best first.</summary>
    public IReadOnlyList<CodecDescription> Codecs { get; }

    public long Packets { get; private set; }

    public long PayloadBytes { get; private set; }

    public long Retransmitted { get; private set; }

    public int KeyFrameRequests { get; internal set; }

    /// <summary>What the other side last said of this stream.</summary>
    public ReportBlock LastReport { get; private set; }

    private bool IsRecognized { get; set; }

    /// <summary>False before the connection stands, and for a packet that does not fit a datagram.</summary>
    public bool Send(in OutgoingPacket packet, Instant now)
    {
        var buffer = _client.Scratch;
        if (!_client.CanSend || packet.Payload.Length > LongestPacket - LongestHeader)
            return false;

        var sequence = new SequenceNumber(unchecked((ushort)_index));
        var header = WriteHeader(buffer, packet.Marker, packet.Type ?? _payloadType, sequence, packet.Timestamp, Ssrc, packet.Level, packet.Dependencies, isRepair: false, now);
        var payload = buffer.AsSpan(header, packet.Payload.Length);
        packet.Payload.CopyTo(payload);
        if (packet.Stamp != 0)
            PayloadStamp.Write(payload, packet.Stamp);

        _history?.Add(sequence, packet.Timestamp, packet.Marker, payload, packet.Dependencies);
        _client.SendRtp(header, header + payload.Length, (uint)(_index >> 16));
        _index++;
        Packets++;
        PayloadBytes += payload.Length;
        _lastTimestamp = packet.Timestamp;
        _lastSent = now;
        return true;
    }

    internal bool TryAddSenderReport(ref RtcpWriter writer, NtpTime ntp, Instant now, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        var elapsed = (int)((now - _lastSent).Ticks * Codec.ClockRate / TimeSpan.TicksPerSecond);
        return writer.TryAddSenderReport(Ssrc, ntp, _lastTimestamp + elapsed, (uint)Packets, (uint)PayloadBytes, blocks);
    }

    internal void Receive(in ReportBlock report)
    {
        IsRecognized = true;
        LastReport = report;
    }

    /// <summary>Sends again what is still remembered, if a stream of repairs was agreed: SRTP forbids other bytes under the same number.</summary>
    internal void Repair(SequenceNumber lost, Instant now)
    {
        if (_history is null || !_history.TryFind(lost, out var timestamp, out var marker, out var payload, out var dependencies))
            return;

        var buffer = _client.Scratch;
        Retransmitted++;
        var sequence = new SequenceNumber(unchecked((ushort)_rtxIndex));
        var header = WriteHeader(buffer, marker, _rtxPayloadType, sequence, timestamp, RtxSsrc, null, dependencies, isRepair: true, now);
        Protocols.Loss.Rtx.WriteOriginal(buffer.AsSpan(header), lost);
        payload.CopyTo(buffer.AsSpan(header + Protocols.Loss.Rtx.HeaderLength));
        _client.SendRtp(header, header + Protocols.Loss.Rtx.HeaderLength + payload.Length, (uint)(_rtxIndex >> 16));
        _rtxIndex++;
    }

    private int WriteHeader(
        byte[] buffer, bool marker, PayloadType type, SequenceNumber sequence, RtpTimestamp timestamp, Ssrc ssrc, AudioLevel? level,
        scoped ReadOnlySpan<byte> dependencies, bool isRepair, Instant now)
    {
        var writer = new RtpHeaderWriter(buffer);
        Span<byte> value = stackalloc byte[4];
        if (!dependencies.IsEmpty)
            writer.Announce(_dependencyId, dependencies.Length);

        writer.TryStart(marker, type, sequence, timestamp, ssrc);
        if (level is { } loudness)
        {
            loudness.Write(value);
            writer.TryAdd(_levelId, value[..AudioLevel.Length]);
        }

        if (_sendTimeId != 0)
        {
            AbsSendTime.From(now).Write(value);
            writer.TryAdd(_sendTimeId, value[..AbsSendTime.Length]);
        }

        if (_transportId != 0)
        {
            TransportSequence.Write(value, _client.NextTransportSequence());
            writer.TryAdd(_transportId, value[..TransportSequence.Length]);
        }

        if (!dependencies.IsEmpty)
            writer.TryAdd(_dependencyId, dependencies);

        // Nobody reports on repairs, so nothing says that they were recognized.
        if (!IsRecognized || isRepair)
        {
            writer.TryAdd(_midId, _mid);
            if (_rid.Length > 0)
                writer.TryAdd(isRepair ? _repairedRidId : _ridId, _rid);
        }

        writer.TryFinish(out var length);
        return length;
    }
}
