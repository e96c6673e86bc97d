using System.Runtime.InteropServices;
using MediaServer.Packets;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Tracks;

/// <summary>
/// One incoming stream, in one or several encodings, and the people it goes to. Read <see cref="Receive"/> from the top to learn
/// the whole way of a packet that has been unprotected. Packets of a relayed track enter here too. What comes together is offered
/// together, receiver by receiver: a frame's packets find each receiver's state in the cache, where one by one they would push it out.
/// </summary>
public sealed class PublishedTrack : IDisposable
{
    private static readonly FrameInfo SoundFrame = new() { IsReadable = true, StartsFrame = true, EndsFrame = true, IsKeyFrame = true };

    private const int MostPicturesGathered = 32;
    private const int MostSoundsGathered = 4;

    private readonly PacketPool _pool;
    private readonly TrackPacket[] _gathered;
    private readonly IUpstream _upstream;
    private readonly ITrackObserver _observer;
    private readonly List<ISubscriber> _subscribers = [];
    private readonly TrackEncoding[] _encodings;
    private readonly KeyFrameRequests _keyFrames;
    private readonly RedundantSound? _redundant;
    private int _gatheredCount;
    private int _nextToOffer;
    private int _wanted = ~0;
    private int _shown = ~0;

    // Receivers ask while they are offered a packet, which is too late for that packet: what was needed in the last interval still is.
    private bool _redundancyWasNeeded;

    public PublishedTrack(TrackSetup setup, PacketPool pool, IUpstream upstream, ITrackObserver observer)
    {
        Setup = setup;
        _pool = pool;
        _upstream = upstream;
        _observer = observer;
        _gathered = new TrackPacket[setup.IsVideo ? MostPicturesGathered : MostSoundsGathered];
        _encodings = new TrackEncoding[setup.EncodingCount];
        for (var i = 0; i < _encodings.Length; i++)
            _encodings[i] = new TrackEncoding(i, new PacketHistory(pool, setup.History), setup.Codec.ClockRate);

        _keyFrames = new KeyFrameRequests(_encodings.Length);
        _redundant = setup.Codec.Name == CodecName.Opus ? new RedundantSound() : null;
    }

    public TrackSetup Setup { get; }

    public TrackId Id => Setup.Id;

    public bool IsVideo => Setup.IsVideo;

    public ReadOnlySpan<TrackEncoding> Encodings => _encodings;

    public IReadOnlyList<ISubscriber> Subscribers => _subscribers;

    /// <summary>Some receiver's line loses sound packets; asked for anew at every look.</summary>
    public bool RedundancyNeeded { get; set; }

    /// <summary>Set by the meeting. A muted track is received and kept from everyone.</summary>
    public bool IsMuted { get; private set; }

    /// <summary>Kept from everyone for now: a picture nobody is to see, not even as it was last.</summary>
    public bool IsHidden => IsMuted && IsVideo;

    /// <summary>How loud it was at the most since somebody set it to zero, 0 … 100.</summary>
    public int Loudest { get; set; }

    /// <summary>When a voice was heard on it last, and since when without a pause.</summary>
    public (Instant Since, Instant Last) Voice { get; set; }

    /// <param name="arrivedAt">When the packet reached this node; earlier than now if it came through a relay.</param>
    public DropReason Receive(int encodingIndex, in RtpPacket packet, Instant arrivedAt, Instant now)
    {
        var encoding = _encodings[encodingIndex];
        var sequence = packet.SequenceNumber;
        if (encoding.History.Contains(sequence))
            return DropReason.Duplicate;

        if (encoding.History.IsTooOld(sequence))
            return DropReason.TooLate;

        if (packet.Payload.IsEmpty)
            return Skip(encodingIndex, sequence, DropReason.PaddingOnly, now);

        if (packet.Bytes.Length > PacketPool.SlotSize)
            return Skip(encodingIndex, sequence, DropReason.TooLarge, now);

        Setup.Extensions.TryFind(packet, RtpExtensionKind.DependencyDescriptor, out var dependencies);

        // A longer one may change the structure that the packets before were read with.
        if (dependencies.Length > DependencyDescriptor.MandatoryLength)
            OfferGathered(now);

        var frame = IsVideo
            ? FrameReader.Read(Setup.VideoCodec, packet, dependencies, ref encoding.Reader)
            : SoundFrame;
        if (!encoding.IsActive(now))
            _keyFrames.Begins(encodingIndex, now);

        encoding.Saw(packet, frame, now);
        _keyFrames.Saw(encodingIndex, frame);

        if (!IsVideo)
            ObserveLevel(packet, now);

        if (IsMuted)
            return DropReason.Muted;

        if (!encoding.HasBegun && !TryBegin(encoding, frame, now))
            return DropReason.WaitingForKeyFrame;

        if (!_pool.TryRent(out var slot))
            return DropReason.PoolExhausted;

        Remember(packet, dependencies, slot, arrivedAt);
        if (RedundancyNeeded || _redundancyWasNeeded)
            _redundant?.Write(packet, _pool.Bytes(slot), ref _pool.Facts(slot));

        encoding.History.Add(sequence, slot, now);

        Gather(new TrackPacket(this, encodingIndex, packet, frame, slot), now);
        return DropReason.None;
    }

    /// <summary>Called when the turn has brought what it brings.</summary>
    public void OfferGathered(Instant now)
    {
        while (OfferGatheredToNext(ISubscriber.StagesToOffer, now))
        {
        }
    }

    /// <summary>
    /// Offers what was gathered to the next subscriber, so that the caller can send to him while his state is near; false when all have
    /// had it. Meanwhile the state of those behind him is fetched, in as many stages as the caller has use for.
    /// </summary>
    public bool OfferGatheredToNext(int stages, Instant now)
    {
        var coming = CollectionsMarshal.AsSpan(_subscribers)[_nextToOffer..];
        if (_gatheredCount == 0 || coming.IsEmpty)
        {
            _gatheredCount = 0;
            _nextToOffer = 0;
            return false;
        }

        Approach(coming, stages);
        _nextToOffer++;
        foreach (ref readonly var packet in _gathered.AsSpan(0, _gatheredCount))
            _observer.Offered(coming[0].Offer(packet, now));

        return true;
    }

    public Instant ArrivedAt(PacketSlot slot) => _pool.Facts(slot).ArrivedAt;

    public ReadOnlySpan<byte> Read(PacketSlot slot) => _pool.Bytes(slot)[.._pool.Facts(slot).Length];

    /// <summary>What a sender report says of an encoding's clock (RFC 3550 §6.4.1), in terms of our wall clock.</summary>
    public void ReceiveClock(int encoding, NtpTime wallClock, RtpTimestamp timestamp)
    {
        if ((uint)encoding >= (uint)_encodings.Length)
            return;

        _encodings[encoding].ReceiveClock(wallClock, timestamp);
        _observer.ClockRead(this, encoding, wallClock, timestamp);
    }

    /// <summary>As of the last look; whoever subscribes is assumed to want everything until then.</summary>
    public bool IsEncodingWanted(int encoding) => !IsVideo || (_wanted & (1 << encoding)) != 0;

    /// <summary>Somebody sees it or waits for it to begin; as of the last look.</summary>
    public bool IsEncodingShown(int encoding) => (_shown & (1 << encoding)) != 0;

    /// <summary>A picture can be had of it: packets come, and a key frame if one is asked for.</summary>
    public bool IsFlowing(int encoding, Instant now) => _encodings[encoding].IsActive(now) && !_keyFrames.IsUnanswered(encoding, now);

    /// <summary>Its sender was asked for it and cannot or will not send it, as when his line has no room: do not wait for it.</summary>
    public bool IsGivenUp(int encoding, Instant now) => _encodings[encoding].IsOverdue(now) && !IsFlowing(encoding, now);

    public void Subscribe(ISubscriber subscriber, Instant now)
    {
        if (_subscribers.Contains(subscriber))
            return;

        OfferGathered(now);
        _subscribers.Add(subscriber);
        _wanted = _shown = ~0;
    }

    public void Unsubscribe(ISubscriber subscriber)
    {
        var index = _subscribers.IndexOf(subscriber);
        if (index < 0)
            return;

        _subscribers.RemoveAt(index);
        if (index < _nextToOffer)
            _nextToOffer--;
    }

    /// <summary>What was withheld while muted is missing to everyone, so each encoding goes on at a key frame.</summary>
    public void Mute(bool muted, Instant now)
    {
        if (muted == IsMuted)
            return;

        OfferGathered(now);
        IsMuted = muted;
        foreach (var encoding in _encodings)
            encoding.HasBegun = false;

        for (var i = 0; IsVideo && !muted && i < _encodings.Length; i++)
            RequestKeyFrame(i, now);
    }

    /// <summary>Asks the publisher, at most once per interval and encoding, however many ask here.</summary>
    public void RequestKeyFrame(int encoding, Instant now)
    {
        if ((uint)encoding < (uint)_encodings.Length && _keyFrames.MayAsk(encoding, now))
            _upstream.RequestKeyFrame(this, encoding, now);
    }

    /// <summary>Repeats requests that stayed unanswered, gives back old packets, tells the sender what nobody watches.</summary>
    public void Advance(Instant now)
    {
        _redundancyWasNeeded = RedundancyNeeded;
        RedundancyNeeded = false;
        foreach (var encoding in _encodings)
            encoding.Advance(now);

        if (!Setup.IsOnDemand)
            return;

        _wanted = EncodingsWanted(out _shown);
        _upstream.DemandEncodings(this, _wanted, now);
        foreach (var encoding in _encodings)
        {
            encoding.Want((_wanted & (1 << encoding.Index)) != 0, now);
            if (_keyFrames.Advance(encoding.Index, IsEncodingShown(encoding.Index), now))
                _upstream.RequestKeyFrame(this, encoding.Index, now);
        }
    }

    public void Dispose()
    {
        foreach (var encoding in _encodings)
            encoding.History.Dispose();

        _subscribers.Clear();
        _gatheredCount = 0;
        _nextToOffer = 0;
    }

    // Each is one stage nearer than the one behind him.
    private static void Approach(ReadOnlySpan<ISubscriber> coming, int stages)
    {
        if (stages + 1 < coming.Length)
            CacheLine.Fetch(coming[stages + 1], ISubscriber.NearBytes);

        for (var stage = Math.Max(0, stages - coming.Length + 1); stage < stages; stage++)
            coming[stages - stage].Approach(stage);
    }

    private void Gather(in TrackPacket packet, Instant now)
    {
        if (_gatheredCount == 0)
            _observer.Gathers(this);

        _gathered[_gatheredCount++] = packet;
        if (_gatheredCount == _gathered.Length)
            OfferGathered(now);
    }

    private int EncodingsWanted(out int shown)
    {
        var wanted = 0;
        shown = 0;
        foreach (var subscriber in _subscribers)
        {
            wanted |= subscriber.EncodingsWanted;
            shown |= subscriber.EncodingsShown;
        }

        return wanted;
    }

    private bool TryBegin(TrackEncoding encoding, in FrameInfo frame, Instant now)
    {
        if (IsVideo && !frame.IsEntryPoint)
            return false;

        OfferGathered(now);
        encoding.HasBegun = true;
        foreach (var subscriber in _subscribers)
            subscriber.BeginAnew(encoding.Index);

        return true;
    }

    private DropReason Skip(int encoding, SequenceNumber sequence, DropReason reason, Instant now)
    {
        OfferGathered(now);
        foreach (var subscriber in _subscribers)
            subscriber.Skip(this, encoding, sequence);

        return reason;
    }

    private void ObserveLevel(in RtpPacket packet, Instant now)
    {
        if (Setup.Extensions.TryFind(packet, RtpExtensionKind.AudioLevel, out var value) && AudioLevel.TryRead(value, out var level))
            _observer.Heard(this, level, now);
    }

    private void Remember(in RtpPacket packet, ReadOnlySpan<byte> dependencies, PacketSlot slot, Instant arrivedAt)
    {
        packet.Bytes.CopyTo(_pool.Bytes(slot));
        ref var facts = ref _pool.Facts(slot);
        facts = new PacketFacts
        {
            ArrivedAt = arrivedAt,
            Length = (ushort)packet.Bytes.Length,
            PayloadOffset = (ushort)packet.HeaderLength,
            PayloadLength = (ushort)packet.Payload.Length,
            Patches = IsVideo ? PayloadPatches.Locate(Setup.VideoCodec, packet.Payload) : default,
        };

        if (!dependencies.IsEmpty)
        {
            facts.DependencyOffset = (ushort)OffsetIn(packet.Bytes, dependencies);
            facts.DependencyLength = (byte)dependencies.Length;
        }

        if (Setup.Extensions.TryFind(packet, RtpExtensionKind.AbsCaptureTime, out var captured))
        {
            facts.CaptureTimeOffset = (ushort)OffsetIn(packet.Bytes, captured);
            facts.CaptureTimeLength = (byte)captured.Length;
        }

        if (Setup.Extensions.TryFind(packet, RtpExtensionKind.AudioLevel, out var level) && level.Length >= 1)
        {
            facts.HasAudioLevel = true;
            facts.AudioLevel = level[0];
        }

        if (Setup.Extensions.TryFind(packet, RtpExtensionKind.VideoOrientation, out var orientation) && orientation.Length >= 1)
        {
            facts.HasOrientation = true;
            facts.Orientation = orientation[0];
        }
    }

    private static int OffsetIn(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> part)
    {
        bytes.Overlaps(part, out var offset);
        return offset;
    }
}

/// <summary>Who counts what a track does, and hears how loud it is.</summary>
public interface ITrackObserver
{
    void Offered(DropReason outcome);

    /// <summary>The track has packets to offer at the end of the turn.</summary>
    void Gathers(PublishedTrack track);

    void Heard(PublishedTrack track, AudioLevel level, Instant now);

    void ClockRead(PublishedTrack track, int encoding, NtpTime wallClock, RtpTimestamp timestamp);
}
