using MediaServer.Bandwidth;
using MediaServer.Rooms;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Engines;

/// <summary>
/// One track on its way to an engine, chosen and numbered as for any receiver. When the ring is full, the newest packet is what is
/// lost: the older ones are the engine's already. A sound goes on with the next, a picture at its next key frame.
/// </summary>
internal sealed class EngineStream(PublishedTrack track, EngineSetup engine) : ISubscriber
{
    private const int MostOptions = 32;
    private const int HighestTemporal = 3;

    private readonly SequenceRewriter _sequence = new(new SequenceNumber(1));
    private LayerSelector _selector = new();
    private EngineWish _wish = new();
    private bool _isBeginning;
    private int _best;

    public PublishedTrack Track => track;

    public int EncodingsWanted => _selector.EncodingsWanted | _best;

    public int EncodingsShown => _selector.EncodingsWanted;

    public void Wish(EngineWish what, Stage stage, Instant now)
    {
        _wish = what;
        if (!track.IsVideo)
        {
            Follow(stage, now);
            return;
        }

        Choose(now);
        track.Subscribe(this, now);
        AskForKeyFrame(now);
    }

    /// <summary>A sound comes and goes with its loudness, where that is known.</summary>
    public void Follow(Stage stage, Instant now)
    {
        if (track.IsVideo)
            return;

        if (!_wish.IsForTheLoudest || !track.Setup.Extensions.Has(RtpExtensionKind.AudioLevel) || stage.IsAmongLoudest(track))
        {
            _selector.Want(0, 0, 0);
            track.Subscribe(this, now);
        }
        else
        {
            Stop();
        }
    }

    public void Stop()
    {
        track.Unsubscribe(this);
        _selector.Pause();
    }

    /// <summary>Of a picture in several sizes the smallest that is large enough; as long as that is not sent, the best that is.</summary>
    public void Choose(Instant now)
    {
        if (!track.IsVideo)
            return;

        Span<LayerOption> options = stackalloc LayerOption[MostOptions];
        var best = LayerChoice.None;
        var height = 0;
        foreach (ref readonly var option in options[..LayerMenu.Fill(track, options, now)])
        {
            if (!option.IsActive || (!best.IsNone && option.Choice.Spatial != best.Spatial && height >= _wish.Height))
                continue;

            (best, height) = (option.Choice, option.Height);
        }

        if (best.IsNone)
            return;

        _best = 1 << LayerMenu.Read(track, best).Encoding;
        var (encoding, spatial) = LayerMenu.Read(track, LayerMenu.FindFlowing(track, best, now));
        _selector.Want(encoding, spatial, HighestTemporal);
        if (_selector.NeedsKeyFrame || _selector.NeedsSpatialSwitch)
            AskForKeyFrame(now);
    }

    public void AskForKeyFrame(Instant now)
    {
        if (track.IsVideo && !_selector.IsPaused)
            track.RequestKeyFrame(_selector.WantedEncoding, now);
    }

    public void Approach(int stage)
    {
        // One copy for a whole thread is rare enough.
    }

    public DropReason Offer(in TrackPacket packet, Instant now)
    {
        var decision = _selector.Decide(packet.Encoding, packet.Frame);
        switch (decision)
        {
            case LayerDecision.Switch:
                _sequence.SwitchTo(packet.Sequence);
                _isBeginning = true;
                break;
            case LayerDecision.Forward:
                break;
            case LayerDecision.WaitingForKeyFrame:
                AskForKeyFrame(now);
                return DropReason.WaitingForKeyFrame;
            default:
                if (packet.Encoding == _selector.Encoding)
                    _sequence.Drop(packet.Sequence);

                return decision.Reason();
        }

        if (!_sequence.TryMap(packet.Sequence, out var number))
            return DropReason.TooLate;

        var rtp = packet.Bytes;
        var facts = new EnginePacket
        {
            Engine = engine.Id,
            Track = track.Id,
            ArrivedAt = packet.ArrivedAt,
            Length = rtp.Length,
            Encoding = (short)packet.Encoding,
            Sequence = new SequenceNumber(unchecked((ushort)number)),
            IsBeginning = _isBeginning,
        };
        if (engine.Inbox.TrySend(facts, rtp))
        {
            _isBeginning = false;
            return DropReason.None;
        }

        if (track.IsVideo)
        {
            _selector.Restart();
            AskForKeyFrame(now);
        }

        return DropReason.RingFull;
    }

    public void Skip(PublishedTrack skipped, int encoding, SequenceNumber sequence)
    {
        if (encoding == _selector.Encoding)
            _sequence.Drop(sequence);
    }

    public void BeginAnew(int encoding)
    {
        if (encoding == _selector.Encoding)
            _selector.Restart();
    }
}
