using Meetings.Conduct;
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
        room.Until(() => new[] { anna, bert, carl }.All(one => Sees(one, Red, 0.5, 0.2) && Sees(one, Green, 0.2, 0.7) && Sees(one, Violet, 0.8, 0.7)), "three panes");
        room.Until(() => room.Pictures.Statistics[0] is { Rooms: 1, Classes: 1 }, "one picture for all three");

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

    [Test]
    public void A_share_is_large_with_the_people_beside_it_until_it_ends()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var bert = room.Film("bert", Green);
        room.Until(() => Sees(anna, Green, 0.5, 0.5), "each other");
        var shared = room.Share("bert", Violet);
        room.Until(() => new[] { anna, bert }.All(one => Sees(one, Violet, 0.3, 0.5) && Sees(one, Red, 0.87, 0.25) && Sees(one, Green, 0.87, 0.5)), "content and a strip");
        shared.Dispose();
        room.Until(() => Sees(anna, Green, 0.5, 0.5) && Sees(bert, Red, 0.5, 0.5), "each other again");
    }

    [Test]
    public void After_defects_the_picture_is_opened_again_for_the_same_viewers()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var bert = room.Film("bert", Green);
        room.Until(() => Sees(anna, Green, 0.5, 0.5) && Sees(bert, Red, 0.5, 0.5), "each other");

        var panes = new BrokenPanes();
        room.Meeting.Direct(composition: room.Meeting.Running.View.Composition! with { Panes = panes });
        room.Until(() => room.Pictures.Statistics[0] is { Faults: >= 2, Rooms: 0 }, "a defect, and another at the next try");
        panes.AreMended = true;
        var before = (anna.Screen.KeyFrames, bert.Screen.KeyFrames);
        room.Until(() => anna.Screen.KeyFrames > before.Item1 && bert.Screen.KeyFrames > before.Item2, "a picture that begins anew");
        room.Meeting.Direct();
        anna.Camera.Look(Violet);
        room.Until(() => Sees(bert, Violet, 0.5, 0.5) && room.Pictures.Statistics[0] is { Rooms: 1, Viewers: 2 }, "that it goes on");
    }

    [Test]
    public void Nothing_is_encoded_for_who_holds_his_call()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var bert = room.Film("bert", Green);
        room.Until(() => Sees(anna, Green, 0.5, 0.5) && Sees(bert, Red, 0.5, 0.5) && room.Pictures.Statistics[0].Classes == 2, "each other");
        bert.Hold(on: true);
        room.Until(() => room.Pictures.Statistics[0] is { Classes: 1, Decoded: 1, Viewers: 2 }, "one class less");

        anna.Camera.Look(Violet);
        var before = bert.Screen.Pictures;
        bert.Hold(on: false);
        room.Until(() => bert.Screen.Pictures > before && Sees(bert, Violet, 0.5, 0.5) && Sees(anna, Green, 0.5, 0.5), "each other again");
    }

    private static bool Sees(FilmedTerminal terminal, Rgb colour, double x, double y) => terminal.Screen.Pictures > 0 && terminal.Screen.At(x, y).IsLike(colour, 12);

    /// <summary>Panes that nobody can look at.</summary>
    private sealed class BrokenPanes : IReadOnlyList<PaneFill>
    {
        private volatile bool _areMended;

        public bool AreMended
        {
            set => _areMended = value;
        }

        public int Count => 1;

        public PaneFill this[int index] => _areMended ? new(1, new("anna"), Share: false) : throw new InvalidOperationException("a defect");

        public IEnumerator<PaneFill> GetEnumerator()
        {
            yield return this[0];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
