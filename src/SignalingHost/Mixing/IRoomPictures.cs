using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Sdp.Terminals;

namespace SignalingHost.Mixing;

/// <summary>
/// The picture of rooms for terminals that take one. Any thread may call it, and nothing waits. What is said of somebody who has not joined,
/// or has left, does nothing.
/// </summary>
internal interface IRoomPictures
{
    /// <summary>
    /// From now on there is a picture for him, H.264 in single NAL units, as the meeting has it at each moment. Called again: within other terms. Returns what
    /// his line is to show (<c>TerminalPlace.Picture</c> or <c>TerminalCall.Show</c>) as long as he is in the room.
    /// </summary>
    StreamWish Join(RoomId room, ParticipantId who, PictureTerms terms);

    /// <summary>His line carries no more than this at the moment (<c>MediaEvent.TerminalLimited</c>).</summary>
    void Limit(RoomId room, ParticipantId who, Bitrate rate);

    void Leave(RoomId room, ParticipantId who);
}

/// <summary>What a terminal decodes and what it may be sent, as agreed with it (<c>TerminalLine.Picture</c> and <c>SendLimit</c>).</summary>
internal readonly record struct PictureTerms(PictureLimit Limit, Bitrate Rate);
