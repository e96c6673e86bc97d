using MediaServer.Tracks;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>Everything that other threads can ask of a room's picture. Immutable, handled in the order of posting.</summary>
internal abstract record PictureLetter(RoomId Room)
{
    public sealed record Join(RoomId Room, ParticipantId Who, PictureTerms Terms) : PictureLetter(Room);

    public sealed record Limit(RoomId Room, ParticipantId Who, Bitrate Rate) : PictureLetter(Room);

    public sealed record Leave(RoomId Room, ParticipantId Who) : PictureLetter(Room);

    /// <summary>Makes the track into one that everybody decodes.</summary>
    public sealed record Twin(RoomId Room, TrackId Of) : PictureLetter(Room);

    /// <summary>How the meeting has it now.</summary>
    public sealed record Direct(RoomId Room, PictureDirections Directions) : PictureLetter(Room);
}
