using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Tracks;
using Meetings.Conduct;
using SignalingHost.Calls;
using SignalingHost.Whip;

namespace SignalingHost.Conferences;

/// <summary>
/// What the shards can carry out of a meeting's wishes: a participant's microphone is closed and opened, and whoever is hung up on loses
/// his media. Calls are the call desk's. Pictures, recording and live belong to engines that are not joined to meetings yet.
/// </summary>
internal sealed class ShardMeetingMedia(MediaNode node, MediaSessions sessions, CallOrders calls) : IMeetingMedia
{
    public void Carry(Meetings.ConferenceId conference, MeetingEvent asked)
    {
        calls.Carry(conference, asked);
        switch (asked)
        {
            case MeetingEvent.SoundGate gate:
                var room = new RoomId(conference.Value);
                node.Post(room, new ShardLetter.Mute(room, new(gate.Who.Value), TrackSource.Microphone, !gate.Open));
                break;
            case MeetingEvent.HangUp hangUp:
                sessions.EndOf(conference.Value, hangUp.Who.Value);
                break;
            case MeetingEvent.DeviceMoved moved:
                sessions.EndOf(conference.Value, moved.Before.Id.Value);
                break;
            default:
                break;
        }
    }
}

/// <summary>A node without the media role has nothing to carry out.</summary>
internal sealed class NoMeetingMedia : IMeetingMedia
{
    public void Carry(Meetings.ConferenceId conference, MeetingEvent asked)
    {
    }
}
