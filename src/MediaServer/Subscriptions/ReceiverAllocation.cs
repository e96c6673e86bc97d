using MediaServer.Bandwidth;
using MediaServer.Peers;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Subscriptions;

/// <summary>
/// Asks what each receiver's bandwidth is to be spent on, and carries out the answer. One of it serves all receivers of a shard in
/// turn; what must be remembered of a receiver is in his own <see cref="BandwidthAllocation"/>.
/// </summary>
internal sealed class ReceiverAllocation(IMediaEvents events)
{
    private const int MostOptionsPerTrack = 16;

    // Sound is small, is never withheld, and is not measured apart.
    private static readonly Bitrate SoundPerStream = Bitrate.Kilobits(50);

    private Demand[] _demands = new Demand[8];
    private Grant[] _grants = new Grant[8];
    private LayerOption[] _options = new LayerOption[8 * MostOptionsPerTrack];

    public void Run(Peer peer, PublishedTrack? dominant, Instant now)
    {
        var streams = peer.Outgoing;
        Reserve(streams.Count);
        var pictures = 0;
        var options = 0;
        var sounds = 0;
        var growsTo = Bitrate.Zero;
        for (var i = 0; i < streams.Count; i++)
        {
            var stream = streams[i];
            if (stream.Source is not { } track)
                continue;

            if (!track.IsVideo)
            {
                sounds++;
                continue;
            }

            var count = LayerMenu.Fill(track, _options.AsSpan(options, MostOptionsPerTrack), now);
            _demands[pictures++] = new Demand(i, PriorityOf(stream, track, dominant), stream.Wish.Height, options, count);
            options += count;
            growsTo = Bitrate.Higher(growsTo, track.Setup.GrowsTo);
        }

        if (pictures == 0)
            return;

        var congestion = peer.Sender.Congestion;
        var budget = peer.Sender.IsMeasured ? congestion.Target - (SoundPerStream * sounds) : Bitrate.Unlimited;
        peer.Allocation.Allocate(
            Bitrate.Higher(budget, Bitrate.Zero), congestion.Estimator.IsHeldByDelay, _demands.AsSpan(0, pictures), _options.AsSpan(0, options), _grants, now);
        congestion.SetWanted(Bitrate.Higher(peer.Allocation.Wanted, growsTo) + (SoundPerStream * sounds));
        congestion.SetGranted(peer.Allocation.Granted + (SoundPerStream * sounds));
        for (var i = 0; i < pictures; i++)
            Apply(streams[_demands[i].Track], _grants[i], now);

        if (growsTo > Bitrate.Zero && peer.Sender.IsMeasured && peer.Told.Receive(congestion.Target, growsTo, peer.Allocation.Wanted, now))
            events.Raise(new MediaEvent.ViewerLimited(peer.Id, peer.Told.Rate));
    }

    private static void Apply(OutgoingStream stream, in Grant grant, Instant now)
    {
        stream.PauseReason = grant.Paused;
        if (grant.IsPaused)
        {
            stream.Pause();
            return;
        }

        // What is granted is asked of the publisher, and what would be if he sent it; until it is there, the next best that is.
        var track = stream.Source!;
        var granted = LayerMenu.Read(track, grant.Choice);
        var shown = LayerMenu.FindFlowing(track, grant.Choice, now);
        var (encoding, spatial) = LayerMenu.Read(track, shown);
        stream.Await((1 << granted.Encoding) | LayerMenu.Missed(track, stream.Wish.Height, now));
        stream.Want(encoding, spatial, shown.Temporal, now);
    }

    private static DemandPriority PriorityOf(OutgoingStream stream, PublishedTrack track, PublishedTrack? dominant)
    {
        if (track.Setup.Source == TrackSource.Screen)
            return DemandPriority.ScreenShare;

        if (stream.Wish.IsPinned)
            return DemandPriority.Stage;

        return dominant is not null && dominant.Setup.Owner == track.Setup.Owner ? DemandPriority.Speaker : DemandPriority.Pane;
    }

    private void Reserve(int streams)
    {
        if (_demands.Length >= streams)
            return;

        _demands = new Demand[streams];
        _grants = new Grant[streams];
        _options = new LayerOption[streams * MostOptionsPerTrack];
    }
}
