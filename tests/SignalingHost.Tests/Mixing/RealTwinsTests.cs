using MediaServer.Tracks;
using Mixer.Tests.Video.World;
using Mixer.Video.Drawing;
using Protocols.Sdp;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>
/// A terminal that sends H.264 and browsers behind real sockets; shards, threads, decoders and encoders are as in the server. What a browser is said to see, the test
/// has decoded.
/// </summary>
public sealed class RealTwinsTests
{
    private static readonly Rgb Red = new(150, 40, 40);
    private static readonly Rgb Green = new(40, 140, 60);

    [Test]
    public void Who_does_not_decode_H264_sees_the_same_in_VP8_and_who_does_gets_it_as_it_came()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var untouched = room.Watch("anna", CodecChoice.H264ConstrainedBaseline, CodecChoice.Vp8);
        room.Until(() => Sees(untouched, Red), "H.264 as it came");
        Assert.That((untouched.Codec, room.Pictures.Twins), Is.EqualTo((CodecName.H264, 0)));

        var before = room.Pictures.Promised;
        var first = room.Watch("anna", CodecChoice.Vp8);
        var second = room.Watch("anna", CodecChoice.Vp8);
        room.Until(() => Sees(first, Red) && Sees(second, Red) && Fits(first, 360) && Fits(second, 360), "the same in VP8, in its own size");
        room.Until(() => room.Pictures.Statistics[0].Twins.Encoded > 0, "the count");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Codec, second.Codec, untouched.Codec), Is.EqualTo((CodecName.Vp8, CodecName.Vp8, CodecName.H264)));
            Assert.That(room.Pictures.Twins, Is.EqualTo(1), "one for both");
            Assert.That(room.Pictures.Promised, Is.GreaterThan(before));
        }

        anna.Camera.Look(Green);
        room.Until(() => Sees(first, Green) && Sees(second, Green) && Sees(untouched, Green), "what changes");

        room.Leave(first);
        room.Leave(second);
        room.Until(() => room.Pictures.Twins == 0, "that it is gone when nobody watches");
        Assert.That(room.Pictures.Promised, Is.EqualTo(before).Within(1e-9));
        var third = room.Watch("anna", CodecChoice.Vp8);
        room.Until(() => Sees(third, Green), "that it comes again");
    }

    [Test]
    public void When_the_machine_is_full_a_viewer_is_refused_by_name_and_served_when_it_is_not()
    {
        using var room = new RealRoom();
        room.Film("anna", Red);
        var others = 0;
        while (room.Pictures.TryTwin(RealRoom.Id, new TrackId(0x7FFF_0000 + others)))
            others++;

        Assert.That((others, room.Pictures.RefusedTwins), Is.EqualTo((room.Pictures.Twins, 1)));
        var watching = room.Watch("anna", CodecChoice.Vp8);
        room.Until(() => room.Pictures.RefusedTwins > 1, "that it is refused");
        Assert.That(watching.Screen.Pictures, Is.Zero);

        // What nobody watches gives its room back, and who waits has asked again meanwhile.
        room.Until(() => Sees(watching, Red), "the picture at last");
        Assert.That(room.Pictures.Twins, Is.EqualTo(1));
    }

    [Test]
    public void What_is_nonsense_is_named_and_seen_again_when_it_has_sense()
    {
        using var room = new RealRoom();
        var anna = room.Film("anna", Red);
        var bert = room.Film("bert", Green);
        var watchesAnna = room.Watch("anna", CodecChoice.Vp8);
        var watchesBert = room.Watch("bert", CodecChoice.Vp8);
        room.Until(() => Sees(watchesAnna, Red) && Sees(watchesBert, Green), "both");

        anna.IsNonsense = true;
        room.Until(() => room.Pictures.Statistics[0].Twins.Stopped > 0, "that the nonsense was stopped");
        bert.Camera.Look(Red);
        room.Until(() => Sees(watchesBert, Red), "that the other goes on");
        Assert.That(room.Pictures.Statistics[0].Twins.Faults, Is.Zero);
    }

    private static bool Sees(WatchingBrowser browser, Rgb colour) => browser.Screen.Pictures > 0 && browser.Screen.At(0.5, 0.5).IsLike(colour, 12);

    private static bool Fits(WatchingBrowser browser, int height) => browser.Screen.Size.Height == height;
}
