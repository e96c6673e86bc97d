using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Meetings.Conduct;
using MediaParticipant = MediaServer.Tracks.ParticipantId;
using ParticipantId = Meetings.ParticipantId;

namespace SignalingHost.Calls;

/// <summary>What a terminal is shown as the meeting has it: one person whole, or whoever speaks.</summary>
internal static class CallPictures
{
    public static StreamWish WishOf(PicturePlan plan, ParticipantId viewer) => new(plan.For(viewer) switch
    {
        { Kind: PictureKind.Site, Who: { } who } when who != viewer => new SourceChoice.Of(new MediaParticipant(who.Value), TrackSource.Camera),
        _ => new SourceChoice.DominantSpeaker(),
    });
}
