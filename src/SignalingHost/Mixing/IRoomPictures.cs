using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>
/// The picture of rooms for terminals that take one. Any thread may call it, and nothing waits. What is said of somebody who has not joined,
/// or has left, does nothing.
/// </summary>
internal interface IRoomPictures
{
    /// <summary>False: the machine has too much to do for another picture; who comes now is heard and not seen.</summary>
    bool TakesNewVideo { get; }

    /// <summary>False: not for another call either.</summary>
    bool TakesNewCalls { get; }

    /// <summary>
    /// From now on there is a picture for him, in H.264 of single NAL units or in VP8, as the meeting has it at each moment. Called again: within other terms. Returns what
    /// his line is to show (<c>TerminalPlace.Picture</c> or <c>TerminalCall.Show</c>) as long as he is in the room: where there is no room for another class,
    /// whoever speaks, as far as he can decode it.
    /// </summary>
    StreamWish Join(RoomId room, ParticipantId who, PictureTerms terms);

    /// <summary>His line carries no more than this at the moment (<c>MediaEvent.ViewerLimited</c>).</summary>
    void Limit(RoomId room, ParticipantId who, Bitrate rate);

    void Leave(RoomId room, ParticipantId who);

    /// <summary>
    /// Somebody is to be shown a track that he does not decode (<c>MediaEvent.TwinWanted</c>): from now on there is a twin of it, in VP8, one for all, until nobody watches. False: the machine
    /// has too much to do for it.
    /// </summary>
    bool TryTwin(RoomId room, TrackId of);
}
