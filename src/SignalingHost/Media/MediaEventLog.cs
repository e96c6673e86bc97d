using System.Threading.Channels;
using MediaServer.Shards;
using SignalingHost.Mixing;
using SignalingHost.Signaling;
using SignalingHost.Whip;

namespace SignalingHost.Media;

/// <summary>
/// Takes the events of the shards off their threads at once and tells them, in order, to the log and to whoever keeps sessions.
/// </summary>
internal sealed class MediaEventLog(ILogger<MediaEventLog> log) : BackgroundService, IMediaEvents
{
    private const int MostWaiting = 65_536;

    private readonly Channel<MediaEvent> _events = Channel.CreateBounded<MediaEvent>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Set before the first event can come.</summary>
    public MediaSessions? Sessions { get; set; }

    /// <summary>Set before the first client can come.</summary>
    public MediaPeers? Peers { get; set; }

    /// <summary>Makes what somebody does not decode into what he does; set before the first event can come, where anything does that.</summary>
    public IRoomPictures? Pictures { get; set; }

    /// <summary>Hears what concerns terminals; set before the first can call.</summary>
    public Action<MediaEvent>? Calls { get; set; }

    public void Raise(MediaEvent what) => _events.Writer.TryWrite(what);

    public void SchedulingRefused(string? what)
    {
        if (what is not null)
            Log.SchedulingRefused(log, what);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var what in _events.Reader.ReadAllAsync(stoppingToken))
        {
            Tell(what);
            Peers?.Hear(what);
            Calls?.Invoke(what);
        }
    }

    private void Tell(MediaEvent what)
    {
        switch (what)
        {
            case MediaEvent.PeerConnected(var peer, var profile):
                Log.PeerConnected(log, peer, profile);
                break;
            case MediaEvent.PeerGone(var peer, _, var reason):
                Log.PeerGone(log, peer, reason);
                Sessions?.Forget(peer);
                break;
            case MediaEvent.ViewerLimited(var viewer, var limit):
                Sessions?.Limit(viewer, limit);
                break;
            case MediaEvent.TrackPublished(_, _, var source, var track):
                Log.TrackPublished(log, track, source);
                break;
            case MediaEvent.TrackEnded(_, _, var source, var track):
                Log.TrackEnded(log, track, source);
                break;
            case MediaEvent.TwinWanted(var room, var track, var viewer, var stream):
                if (Pictures?.TryTwin(room, track) != true)
                    Peers?.Refuse(viewer, stream);
                break;
            case MediaEvent.Fault(var peer, var fault):
                Log.MediaFault(log, fault, peer);
                break;
        }
    }
}
