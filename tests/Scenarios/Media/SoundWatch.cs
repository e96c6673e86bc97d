using Client;
using Protocols;
using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Scenarios.Media;

/// <summary>What came of one sound stream, in whatever form; a frame that came within a redundant packet counts like one of its own.</summary>
public sealed class SoundWatch(FrameLedger ledger)
{
    private readonly Dictionary<int, HeardFrame> _byId = [];
    private ExtendedTimestamp _timestamps;

    public IncomingStream? Stream { get; private set; }

    public int Packets { get; private set; }

    public int RedundantPackets { get; private set; }

    public IReadOnlyCollection<HeardFrame> Frames => _byId.Values;

    public void Receive(IncomingStream stream, in RtpPacket packet, CodecName codec, Instant now)
    {
        Stream = stream;
        Packets++;
        if (codec != CodecName.Red)
        {
            Add(packet.Payload, packet.Timestamp, now);
            return;
        }

        if (!RedPacket.TryParse(packet.Payload, out var redundant))
            return;

        RedundantPackets++;
        foreach (var block in redundant)
            Add(block.Data, packet.Timestamp - block.Offset, now);

        Add(redundant.Own, packet.Timestamp, now);
    }

    /// <summary>Frames of the microphone between the first and the last heard that were never heard.</summary>
    public int MissingOf(Microphone microphone)
    {
        var numbers = Numbers(microphone);
        return numbers.Count == 0 ? 0 : numbers.Max() - numbers.Min() + 1 - numbers.Count;
    }

    public int HeardOf(Microphone microphone) => Numbers(microphone).Count;

    private HashSet<int> Numbers(Microphone microphone) =>
        [.. _byId.Values.Where(heard => ReferenceEquals(heard.Frame.Source, microphone)).Select(heard => heard.Frame.Number)];

    private void Add(ReadOnlySpan<byte> payload, RtpTimestamp timestamp, Instant now)
    {
        if (!ledger.TryRead(payload, out var frame, out _) || _byId.ContainsKey(frame.Id))
            return;

        _byId.Add(frame.Id, new HeardFrame(frame, now, _timestamps.Unwrap(timestamp), Stream!.Clock?.At(timestamp, 48_000)));
    }
}

/// <param name="CapturedBy">By what the receiver's sender reports said then; null before the first report.</param>
public sealed record HeardFrame(CodedFrame Frame, Instant At, long MediaTime, NtpTime? CapturedBy)
{
    public TimeSpan Delay => At - Frame.CapturedAt;
}
