using Client;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Scenarios.Media;

/// <summary>
/// What came of one picture stream: which frames, when they were whole, and under which numbers. Whether they could be decoded
/// follows from what the encoder predicted them from, not from anything the server says.
/// </summary>
public sealed class PictureWatch(FrameLedger ledger)
{
    private static readonly RtpExtensionMap Descriptors = new([new RtpExtensionEntry(12, RtpExtensionKind.DependencyDescriptor)]);

    private readonly Dictionary<int, WatchedFrame> _byId = [];
    private readonly List<WatchedFrame> _frames = [];
    private ExtendedTimestamp _timestamps;
    private ExtendedSequence _sequence;

    /// <summary>The receiver's view of the RTP stream; null before the first packet.</summary>
    public IncomingStream? Stream { get; private set; }

    public int Packets { get; private set; }

    public int PacketsTwice { get; private set; }

    /// <summary>Packets with a dependency descriptor.</summary>
    public int Described { get; private set; }

    /// <summary>Packets with a lower number than one before.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>In the order of their first packets.</summary>
    public IReadOnlyList<WatchedFrame> Frames => _frames;

    public void Receive(IncomingStream stream, in RtpPacket packet, Instant now)
    {
        Stream = stream;
        if (!ledger.TryRead(packet.Payload, out var frame, out var index))
            return;

        Packets++;
        if (Descriptors.TryFind(packet, RtpExtensionKind.DependencyDescriptor, out _))
            Described++;

        var highest = _sequence.HasStarted ? _sequence.Highest : long.MinValue;
        var number = _sequence.Unwrap(packet.SequenceNumber);
        if (number < highest)
            OutOfOrder++;

        if (!_byId.TryGetValue(frame.Id, out var watched))
        {
            watched = new WatchedFrame(frame, _timestamps.Unwrap(packet.Timestamp));
            _byId.Add(frame.Id, watched);
            _frames.Add(watched);
        }

        if (!watched.TryAdd(index))
        {
            PacketsTwice++;
            return;
        }

        watched.FirstNumber = Math.Min(watched.FirstNumber, number);
        watched.LastNumber = Math.Max(watched.LastNumber, number);
        if (packet.Marker)
            watched.MarkerAt = number;

        if (stream.Codec.Name == CodecName.Vp8 && Vp8Descriptor.TryParse(packet.Payload, out var vp8))
            (watched.PictureId, watched.BaseIndex) = (vp8.PictureId, vp8.BaseLayerIndex);
        else if (stream.Codec.Name == CodecName.Vp9 && Vp9Descriptor.TryParse(packet.Payload, out var vp9))
            (watched.PictureId, watched.BaseIndex) = (vp9.PictureId, vp9.BaseLayerIndex);

        if (watched.IsWhole && watched.WholeAt == Instant.Never)
        {
            watched.WholeAt = now;
            watched.CapturedBy = stream.Clock?.At(packet.Timestamp, stream.Codec.ClockRate);
        }
    }

    /// <summary>What a decoder makes of it, in the order of media time. A frame is shown when it and all before it that it needs are whole.</summary>
    public Showing Play()
    {
        var decoded = new Dictionary<int, Instant>();
        var shown = new List<ShownFrame>();
        var broken = new List<CodedFrame>();
        var pieces = new List<CodedFrame>();
        foreach (var watched in _frames.OrderBy(frame => frame.MediaTime).ThenBy(frame => frame.Frame.Spatial))
        {
            if (!watched.IsWhole)
            {
                pieces.Add(watched.Frame);
                continue;
            }

            if (!watched.Frame.References.All(decoded.ContainsKey))
            {
                broken.Add(watched.Frame);
                continue;
            }

            var at = watched.Frame.References.Select(id => decoded[id]).Append(watched.WholeAt).Max();
            decoded[watched.Frame.Id] = at;
            shown.Add(new ShownFrame(watched, at));
        }

        return new Showing(shown, broken, pieces);
    }
}

/// <summary>One frame as one receiver got it.</summary>
public sealed class WatchedFrame(CodedFrame frame, long mediaTime)
{
    private readonly bool[] _came = new bool[frame.Packets];
    private int _missing = frame.Packets;

    public CodedFrame Frame { get; } = frame;

    /// <summary>The receiver's RTP time, unwrapped.</summary>
    public long MediaTime { get; } = mediaTime;

    public bool IsWhole => _missing == 0;

    public Instant WholeAt { get; set; } = Instant.Never;

    /// <summary>When the frame was captured, by what the receiver's sender reports say; null before the first report.</summary>
    public NtpTime? CapturedBy { get; set; }

    public long FirstNumber { get; set; } = long.MaxValue;

    public long LastNumber { get; set; } = long.MinValue;

    public long MarkerAt { get; set; } = long.MinValue;

    public int PictureId { get; set; } = -1;

    public int BaseIndex { get; set; } = -1;

    public TimeSpan Delay => WholeAt - Frame.CapturedAt;

    public bool TryAdd(int packet)
    {
        if (_came[packet])
            return false;

        _came[packet] = true;
        _missing--;
        return true;
    }
}

public sealed record ShownFrame(WatchedFrame Watched, Instant At)
{
    public CodedFrame Frame => Watched.Frame;

    public TimeSpan Delay => At - Frame.CapturedAt;
}

/// <summary>What a receiver could show.</summary>
/// <param name="Broken">Whole, but predicted from what he does not have.</param>
/// <param name="Pieces">Not all of it came.</param>
public sealed record Showing(IReadOnlyList<ShownFrame> Shown, IReadOnlyList<CodedFrame> Broken, IReadOnlyList<CodedFrame> Pieces)
{
    public TimeSpan LongestDelay => Shown.Count == 0 ? TimeSpan.Zero : Shown.Max(frame => frame.Delay);

    /// <summary>The longest time without anything new, among what was shown from then to then.</summary>
    public TimeSpan LongestFreeze(Instant from, Instant to)
    {
        var last = from;
        var longest = TimeSpan.Zero;
        foreach (var at in Shown.Select(frame => frame.At).Where(at => at > from && at < to).Append(to).Order())
        {
            longest = at - last > longest ? at - last : longest;
            last = at;
        }

        return longest;
    }

    public double FramesPerSecond(Instant from, Instant to) =>
        Shown.Where(frame => frame.At >= from && frame.At < to).Select(frame => frame.Frame.CapturedAt).Distinct().Count() / (to - from).TotalSeconds;

    /// <summary>How tall the picture was that was shown last before then; 0 if none was.</summary>
    public int HeightAt(Instant at)
    {
        var last = Shown.Where(frame => frame.At <= at).MaxBy(frame => frame.Frame.CapturedAt);
        return last is null ? 0 : Shown.Where(frame => frame.Frame.CapturedAt == last.Frame.CapturedAt && frame.At <= at).Max(frame => frame.Frame.Height);
    }
}
