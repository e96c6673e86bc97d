using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Conferences;

/// <summary>
/// The outside of one run, for any thread: how it is now, and a place to listen. The desk alone changes it, after what it shows has
/// been stored. It stays as it was last when the run is over.
/// </summary>
internal sealed class RunningMeeting
{
    private readonly Lock _gate = new();
    private readonly List<IMeetingListener> _listeners = [];
    private volatile MeetingView _view;

    public RunningMeeting(MeetingView view) => _view = view;

    public ConferenceId Conference => _view.Setup.Conference;

    public RunId Run => _view.Setup.Run;

    public CorporationId Corporation => _view.Setup.Corporation;

    public MeetingView View => _view;

    public bool IsOver => _view.IsOver;

    /// <summary>From the view that is answered on, every later one is heard, each once and in order.</summary>
    public MeetingView Subscribe(IMeetingListener listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
            return _view;
        }
    }

    public void Unsubscribe(IMeetingListener listener)
    {
        lock (_gate)
            _listeners.Remove(listener);
    }

    public void Publish(MeetingView view, IReadOnlyList<MeetingEvent> events)
    {
        lock (_gate)
        {
            _view = view;
            foreach (var listener in _listeners)
                listener.Hear(view, events);
        }
    }
}

/// <summary>Hears what happens in one meeting. Called by the desk's loop: it takes note and does the work elsewhere.</summary>
internal interface IMeetingListener
{
    void Hear(MeetingView view, IReadOnlyList<MeetingEvent> events);
}
