using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Calls;

/// <summary>
/// What meetings ask of calls, on its way from the meetings' loop to the call desk. It stands between the two because each is built with the
/// other's face.
/// </summary>
internal sealed class CallOrders
{
    /// <summary>Set before the first meeting can ask; takes note and returns. Without it nobody makes calls.</summary>
    public Action<ConferenceId, MeetingEvent>? Taker { get; set; }

    public void Carry(ConferenceId conference, MeetingEvent asked)
    {
        if (asked is MeetingEvent.CallOut or MeetingEvent.HangUp)
            Taker?.Invoke(conference, asked);
    }
}
