using MediaServer.Tracks;
using Protocols;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing;

public sealed class KeptPictureTests
{
    private static readonly RoomId Room = new("room");

    private Instant _now = Instant.Zero + TimeSpan.FromHours(1);

    [Test]
    public void It_is_tried_again_after_longer_and_longer_pauses_and_not_for_ever()
    {
        var kept = new KeptPicture(Room);
        Assert.That(Pauses(kept, 7), Is.EqualTo(new double?[] { 1, 2, 4, 8, 16, 30, null }));

        kept.Receive(Join("anna"), _now);
        Assert.That(kept.OpensAt, Is.EqualTo(_now), "who comes has it tried at once");
        Assert.That(Pauses(kept, 1), Is.EqualTo(new double?[] { null }));
    }

    [Test]
    public void Who_was_good_for_long_begins_with_the_first_pause()
    {
        var kept = new KeptPicture(Room);
        Assert.That(Pauses(kept, 2), Is.EqualTo(new double?[] { 1, 2 }));
        _now += TimeSpan.FromMinutes(3);
        Assert.That(Pauses(kept, 2), Is.EqualTo(new double?[] { 1, 2 }));
    }

    [Test]
    public void A_new_picture_is_told_the_meeting_and_the_viewers_with_their_limits()
    {
        var kept = new KeptPicture(Room);
        var direct = new PictureLetter.Direct(Room, PictureDirections.Nothing);
        var limit = new PictureLetter.Limit(Room, new("bert"), Bitrate.Kilobits(300));
        foreach (var letter in new PictureLetter[] { Join("anna"), Join("bert"), limit, Join("carl"), new PictureLetter.Leave(Room, new("anna")), direct })
            kept.Receive(letter, _now);

        Assert.That(kept.Letters, Is.EqualTo(new PictureLetter[] { direct, Join("bert"), limit, Join("carl") }));
        kept.Receive(new PictureLetter.Leave(Room, new("bert")), _now);
        kept.Receive(new PictureLetter.Leave(Room, new("carl")), _now);
        Assert.That(kept.IsEmpty, Is.True);
    }

    private static PictureLetter.Join Join(string who) => new(Room, new(who), new PictureTerms(PictureLimit.Hd, Bitrate.Megabits(1)));

    private double?[] Pauses(KeptPicture kept, int tries)
    {
        var pauses = new double?[tries];
        for (var at = 0; at < tries; at++)
        {
            kept.Fail(_now);
            pauses[at] = kept.OpensAt == Instant.Never ? null : (kept.OpensAt - _now).TotalSeconds;
            _now = kept.OpensAt == Instant.Never ? _now : kept.OpensAt;
        }

        return pauses;
    }
}
