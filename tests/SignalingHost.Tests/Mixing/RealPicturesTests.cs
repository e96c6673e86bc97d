using Mixer.Tests.Video.World;
using Mixer.Video.Drawing;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>Terminals that film and watch over real ports; shards, threads, decoders and encoders are as in the server. The packets keep time.</summary>
public sealed class RealPicturesTests
{
    private static readonly Rgb Red = new(150, 40, 40);
    private static readonly Rgb Green = new(40, 140, 60);
    private static readonly Rgb Violet = new(110, 50, 150);

    [Test]
    public void Terminals_see_each_other_then_all_then_who_is_broadcast_and_at_last_that_they_wait()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var bert = room.Film("bert", Green);
        room.Until(() => Sees(anna, Green, 0.5, 0.5) && Sees(bert, Red, 0.5, 0.5), "two people each see the other");
        Assert.That(anna.Screen.Size, Is.EqualTo((640, 360)));

        var carl = room.Film("carl", Violet);
        room.Until(() => new[] { bert, carl }.All(one => Sees(one, Red, 0.5, 0.2) && Sees(one, Green, 0.2, 0.7) && Sees(one, Violet, 0.8, 0.7)), "three panes");
        room.Until(() => Sees(anna, Green, 0.5, 0.2) && Sees(anna, Red, 0.2, 0.7) && Sees(anna, Violet, 0.8, 0.7), "that nobody is first to himself");
        Assert.That(room.Pictures.Statistics[0].Rooms, Is.EqualTo(1));

        room.Meeting.Direct(ToldMeeting.Everybody("carl"));
        room.Until(() => Sees(anna, Violet, 0.1, 0.5) && Sees(bert, Violet, 0.1, 0.5), "the one who is broadcast");

        room.Meeting.Direct();
        room.HangUp(bert);
        room.HangUp(carl);
        room.Until(() => anna.Screen.Image[20, 20].IsLike(Palette.Canvas, 12), "that nobody else is here");
        Assert.That(room.Pictures.Promised, Is.GreaterThan(0));
        room.HangUp(anna);
        Assert.That(room.Pictures.Promised, Is.EqualTo(0).Within(1e-9));
    }

    [Test]
    public void A_lower_line_gets_a_lower_class_and_a_key_frame_when_it_asks()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red, kilobits: 1_000);
        var bert = room.Film("bert", Green);
        room.Until(() => Sees(anna, Green, 0.5, 0.5) && Sees(bert, Red, 0.5, 0.5), "each other");
        Assert.That((anna.Screen.Size, bert.Screen.Size), Is.EqualTo(((1280, 720), (640, 360))));

        var before = bert.Screen.KeyFrames;
        bert.AskForKeyFrame();
        bert.AskForKeyFrame();
        room.Until(() => bert.Screen.KeyFrames > before, "a key frame that was asked for");

        room.Pictures.Limit(RealRoom.Id, new("anna"), Protocols.Bitrate.Kilobits(512));
        room.Until(() => anna.Screen.Size == (640, 360) && Sees(anna, Green, 0.5, 0.5), "a lower class");
    }

    [Test]
    public void Nonsense_from_one_ends_his_picture_and_nobody_elses()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var bert = room.Film("bert", Green);
        var carl = room.Film("carl", Violet);
        room.Until(() => Sees(carl, Red, 0.5, 0.2) && Sees(carl, Green, 0.2, 0.7), "all before the nonsense");
        bert.IsNonsense = true;
        bert.Camera.RequestKeyFrame();
        room.Until(() => room.Pictures.Statistics[0].Stopped > 0, "that the nonsense was stopped");
        anna.Camera.Look(Violet);
        room.Until(() => Sees(carl, Violet, 0.5, 0.2), "that the others go on");
    }

    private static bool Sees(FilmedTerminal terminal, Rgb colour, double x, double y) => terminal.Screen.Pictures > 0 && terminal.Screen.At(x, y).IsLike(colour, 12);
}
