using Mixer.Tests.Video.World;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Tests.Video.Mixing;

/// <summary>From cameras' packets to the pixels that terminals decode: a pane of 2 x 2 for each camera, in its own colour.</summary>
public sealed class PictureMixTests
{
    private const int Tolerance = 14;

    [Test]
    public void A_terminal_sees_each_camera_in_its_pane()
    {
        using var world = new MixWorld();
        var (one, two) = (world.OpenCamera(1), world.OpenCamera(2));
        world.Show(MixWorld.View, one, two);
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(screen.Size, Is.EqualTo((1_280, 720)));
            Assert.That(screen.At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance), $"first pane: {screen.At(0.25, 0.25)}");
            Assert.That(screen.At(0.75, 0.25).IsLike(NumberedSources.ColourOf(2), Tolerance), $"second pane: {screen.At(0.75, 0.25)}");
            Assert.That(screen.At(0.25, 0.75).IsLike(screen.At(0.75, 0.75), Tolerance), "the others are empty");
            Assert.That(screen.Pictures, Is.InRange(28, 31));
            Assert.That(screen.KeyFrames, Is.EqualTo(1));
            Assert.That(screen.LongestPayload, Is.LessThanOrEqualTo(1_200));
            Assert.That(world.Wanted, Is.EquivalentTo(new Dictionary<SourceId, int> { [one] = 360, [two] = 360 }), "the panes' height and no more");
        }
    }

    // Each encoder has choices of its own in the parameters of a stream, by which it is known.
    [Test]
    public void X264_is_not_used_where_it_is_ruled_out()
    {
        var (usual, without) = (ParametersOf(new PictureMixOptions()), ParametersOf(new PictureMixOptions { MostEffort = EncoderEffort.OpenH264Low }));

        Assert.That(without, Is.Not.Empty.And.Not.EqualTo(usual));
    }

    [Test]
    public void A_picture_that_is_kept_back_for_its_voice_stays_whole_and_takes_nothing_from_the_heap()
    {
        using var world = new MixWorld();
        var one = world.OpenCamera(1, width: 1280, height: 720);
        world.Show(MixWorld.View, one);
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(0.5);
        world.Mix.Synchronize(one, TimeSpan.Zero, TimeSpan.FromSeconds(0.2), world.Now);
        world.RunFor(2);
        var before = screen.Pictures;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Allocations.Least(() => world.AllocatedBytes, () => world.RunFor(0.5)), Is.Zero);
            Assert.That(screen.Pictures, Is.GreaterThan(before + 10));
            Assert.That(screen.At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance));
            Assert.That(world.Faults, Is.Empty);
        }
    }

    [Test]
    public void Another_scene_is_shown_at_the_next_tick()
    {
        using var world = new MixWorld();
        var (one, two) = (world.OpenCamera(1), world.OpenCamera(2));
        world.Show(MixWorld.View, one, two);
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(1);
        world.Show(MixWorld.View, two, one);
        var before = screen.Pictures;
        world.RunFor(1.0 / 30);

        Assert.That(screen.Pictures, Is.EqualTo(before + 1));
        world.RunFor(0.3);
        Assert.That(screen.At(0.25, 0.25).IsLike(NumberedSources.ColourOf(2), Tolerance), "first pane");
        Assert.That(screen.At(0.75, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance), "second pane");
    }

    [Test]
    public void Who_left_is_seen_no_more()
    {
        using var world = new MixWorld();
        var (one, two) = (world.OpenCamera(1), world.OpenCamera(2));
        world.Show(MixWorld.View, one, two);
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(1);
        world.CloseCamera(two);
        world.RunFor(0.3);
        Assert.That(screen.At(0.65, 0.1).IsLike(NumberedSources.ColourOf(2), Tolerance), Is.False, "his picture is gone at once");

        world.Show(MixWorld.View, one);
        world.RunFor(0.3);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(screen.At(0.75, 0.25).IsLike(screen.At(0.75, 0.75), Tolerance), "his pane is as empty as the others");
            Assert.That(screen.At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance), "the other stays");
            Assert.That(world.Mix.SourcesDecoded, Is.EqualTo(1));
        }
    }

    [Test]
    public void A_terminal_that_asks_gets_a_key_frame_and_two_that_ask_get_one()
    {
        using var world = new MixWorld();
        world.Show(MixWorld.View, world.OpenCamera(1));
        var (first, second) = (world.OpenTerminal(1), world.OpenTerminal(2));
        var screen = world.ScreenOf(first);
        Assert.That(world.ScreenOf(second), Is.SameAs(screen), "they share a class");
        world.RunFor(2);
        var before = screen.KeyFrames;
        world.Mix.RequestKeyFrame(first, world.Now);
        world.RunFor(0.05);
        world.Mix.RequestKeyFrame(second, world.Now);
        world.RunFor(0.2);
        Assert.That(screen.KeyFrames, Is.EqualTo(before + 1));

        world.Mix.RequestKeyFrame(first, world.Now);
        world.RunFor(0.2);
        Assert.That(screen.KeyFrames, Is.EqualTo(before + 1), "not again within a second");
        world.RunFor(1);
        Assert.That(screen.KeyFrames, Is.EqualTo(before + 2));
    }

    [Test]
    public void Nothing_is_decoded_or_encoded_for_nobody()
    {
        using var world = new MixWorld();
        var (one, two) = (world.OpenCamera(1), world.OpenCamera(2));
        world.Show(MixWorld.View, one);
        var terminal = world.OpenTerminal(1);
        world.RunFor(1);
        Assert.That(world.Wanted.ContainsKey(two), Is.False, "nobody is shown the second camera");

        world.Mix.Watch(terminal, on: false, world.Now);
        var encoded = world.Mix.PicturesEncoded;
        world.RunFor(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(world.Mix.PicturesEncoded, Is.EqualTo(encoded));
            Assert.That(world.Wanted[one], Is.Zero);
            Assert.That(world.Mix.CanvasesAsleep, Is.EqualTo(1));
        }

        world.Mix.Watch(terminal, on: true, world.Now);
        world.RunFor(0.5);
        Assert.That(world.ScreenOf(terminal).At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance), "and it is back");
    }

    [Test]
    public void A_still_picture_is_sent_once_a_second()
    {
        using var world = new MixWorld();
        world.Show(MixWorld.View, (SourceId?)null);
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(2);
        var before = screen.Pictures;
        world.RunFor(5);

        Assert.That(screen.Pictures - before, Is.InRange(4, 6));
    }

    [Test]
    public void Who_sends_what_cannot_be_decoded_is_named_and_the_others_go_on()
    {
        using var world = new MixWorld(new PictureMixOptions { Inputs = new() { FaultsPerSecond = 1, Decoder = new() { MaxPixels = 1 << 20 } } });
        var (one, two) = (world.OpenCamera(1), world.OpenCamera(2, 1_600, 900));
        world.Show(MixWorld.View, one, two);
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(world.Faults, Is.EquivalentTo(new Dictionary<SourceId, DecodeOutcome> { [two] = DecodeOutcome.Damaged }).Or.EquivalentTo(new Dictionary<SourceId, DecodeOutcome> { [two] = DecodeOutcome.TooLarge }));
            Assert.That(screen.At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance), "the other goes on");
        }
    }

    [Test]
    public void A_terminal_on_a_worse_line_moves_to_a_class_of_its_own_and_the_other_notices_nothing()
    {
        using var world = new MixWorld();
        world.Show(MixWorld.View, world.OpenCamera(1));
        var (good, bad) = (world.OpenTerminal(1), world.OpenTerminal(2));
        world.RunFor(1);
        var (screen, keyFrames, pictures) = (world.ScreenOf(good), world.ScreenOf(good).KeyFrames, world.ScreenOf(good).Pictures);
        world.Mix.SetAvailable(bad, Bitrate.Kilobits(600), world.Now);
        world.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(world.ScreenOf(bad).Size, Is.EqualTo((640, 360)));
            Assert.That(world.ScreenOf(bad).At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance));
            Assert.That((screen.KeyFrames, screen.Pictures), Is.EqualTo((keyFrames, pictures + 30)));
            Assert.That(world.Mix.ClassesWatched, Is.EqualTo(2));
        }
    }

    [Test]
    public void Nothing_is_taken_from_the_heap_for_a_picture()
    {
        using var world = new MixWorld();
        world.Show(MixWorld.View, world.OpenCamera(1), world.OpenCamera(2));
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(3);

        Assert.That(Allocations.Least(() => world.AllocatedBytes, () =>
        {
            var pictures = screen.Pictures;
            world.RunFor(2);
            Assert.That(screen.Pictures - pictures, Is.EqualTo(60));
        }), Is.Zero);
    }

    private static byte[] ParametersOf(PictureMixOptions options)
    {
        using var world = new MixWorld(options);
        world.Show(MixWorld.View, world.OpenCamera(1));
        var screen = world.ScreenOf(world.OpenTerminal(1));
        world.RunFor(0.3);
        Assert.That(screen.At(0.25, 0.25).IsLike(NumberedSources.ColourOf(1), Tolerance), $"{screen.At(0.25, 0.25)}");
        return screen.Parameters;
    }
}
