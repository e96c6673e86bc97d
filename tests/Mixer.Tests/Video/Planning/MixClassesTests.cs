using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Tests.Video.Planning;

public sealed class MixClassesTests : IMixClassOutput
{
    private static readonly ViewId Shared = new(1);
    private static readonly ViewId Personal = new(2);
    private static readonly ViewerLimits Room = new(CanvasSize.FullHd, Bitrate.Megabits(4), VideoProfile.H264Baseline);
    private static readonly ViewerLimits Te10 = new(CanvasSize.Hd, Bitrate.Megabits(2), VideoProfile.H264Baseline);

    private readonly HashSet<MixClass> _open = [];
    private readonly Dictionary<ViewerId, MixClass> _where = [];
    private readonly List<ViewerId> _moves = [];
    private MixClasses _classes = null!;
    private Instant _now;

    [SetUp]
    public void Begin()
    {
        _open.Clear();
        _where.Clear();
        _moves.Clear();
        _now = Instant.Zero;
        _classes = new MixClasses(new MixClassOptions(), this);
    }

    [Test]
    public void Terminals_that_want_the_same_share_one_encoding()
    {
        for (var viewer = 1; viewer <= 50; viewer++)
            Join(viewer, Room);

        Assert.That(_open, Is.EqualTo(new[] { ClassOf(CanvasSize.FullHd, 4_000) }));
    }

    [TestCase(1280, 720, 2_000, 1280, 2_000)]
    [TestCase(1280, 720, 1_500, 1280, 1_000)]
    [TestCase(1920, 1080, 3_000, 1920, 2_000)]
    [TestCase(704, 576, 4_000, 704, 1_000)]
    [TestCase(640, 360, 4_000, 640, 512)]
    [TestCase(1920, 1080, 64, 640, 256)]
    public void Each_gets_the_best_step_that_it_can_take(int width, int height, int kilobits, int expectedWidth, int expectedKilobits)
    {
        Join(1, new(new(width, height), Bitrate.Kilobits(kilobits), VideoProfile.H264Baseline));

        Assert.That(Step(1).Size.Width, Is.EqualTo(expectedWidth));
        Assert.That(Step(1).Rate, Is.EqualTo(Bitrate.Kilobits(expectedKilobits)));
    }

    [Test]
    public void Profiles_do_not_share()
    {
        Join(1, Room);
        Join(2, Room with { Profile = VideoProfile.Vp8 });

        Assert.That(_open, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_weak_terminal_moves_down_at_once_and_nobody_else_notices()
    {
        for (var viewer = 1; viewer <= 3; viewer++)
            Join(viewer, Room);
        _moves.Clear();

        _classes.SetAvailable(new(2), Bitrate.Kilobits(700), _now);

        Assert.That(_moves, Is.EqualTo(new ViewerId[] { new(2) }));
        Assert.That(Step(2).Rate, Is.EqualTo(Bitrate.Kilobits(512)));
        Assert.That(_open, Has.Count.EqualTo(2));
    }

    [Test]
    public void It_rises_after_ten_seconds_of_plenty_and_the_empty_class_is_closed()
    {
        Join(1, Room);
        Join(2, Room);
        Weaken(2);

        Run(seconds: 9, viewer: 2, Bitrate.Megabits(5));
        Assert.That(Step(2).Size, Is.EqualTo(CanvasSize.Small));
        Run(seconds: 2, viewer: 2, Bitrate.Megabits(5));
        Assert.That(Step(2).Rate, Is.EqualTo(Bitrate.Megabits(4)));
        Assert.That(_open, Has.Count.EqualTo(1));
    }

    [Test]
    public void Plenty_that_does_not_last_counts_for_nothing()
    {
        Join(1, Room);
        Weaken(1);
        for (var i = 0; i < 10; i++)
        {
            Run(seconds: 8, viewer: 1, Bitrate.Megabits(5));
            Run(seconds: 1, viewer: 1, Bitrate.Kilobits(600));
        }

        Assert.That(Step(1).Size, Is.EqualTo(CanvasSize.Small));
    }

    [Test]
    public void Who_relapses_waits_longer_each_time()
    {
        Join(1, Room);
        Weaken(1);
        var waits = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            var seconds = 0;
            for (; Step(1).Size == CanvasSize.Small; seconds++)
                Run(seconds: 1, viewer: 1, Bitrate.Megabits(5));
            waits.Add(seconds);
            Weaken(1);
        }

        Assert.That(waits, Is.EqualTo(new[] { 10, 20, 40 }));
    }

    [Test]
    public void Under_load_views_of_ones_own_go_first_and_full_hd_later()
    {
        Join(1, Room);
        _classes.Add(new(2), Personal, Shared, Room, _now);
        Assert.That(_open, Has.Count.EqualTo(2));

        _classes.SetLimits(MixLimits.None with { PersonalViews = false }, _now);
        Assert.That(_open, Is.EqualTo(new[] { ClassOf(CanvasSize.FullHd, 4_000) }));

        _classes.SetLimits(MixLimits.None with { PersonalViews = false, Largest = CanvasSize.Hd }, _now);
        Assert.That(_open, Is.EqualTo(new[] { ClassOf(CanvasSize.Hd, 2_000) }));

        _classes.SetLimits(MixLimits.None, _now);
        Assert.That(_where[new(2)].View, Is.EqualTo(Personal));
        Assert.That(Step(1), Is.EqualTo(ClassOf(CanvasSize.FullHd, 2_000).Step), "the size comes back at once, the rate in its time");
        Run(seconds: 11, viewer: 1, Bitrate.Megabits(4));
        Assert.That(Step(1).Rate, Is.EqualTo(Bitrate.Megabits(4)));
    }

    [Test]
    public void Small_pictures_are_halved_in_rate()
    {
        Join(1, new(CanvasSize.Small, Bitrate.Kilobits(512), VideoProfile.H264Baseline));
        Join(2, Te10);
        _classes.SetLimits(MixLimits.None with { SmallFramesPerSecond = 15 }, _now);

        Assert.That(Step(1).FramesPerSecond, Is.EqualTo(15));
        Assert.That(Step(2).FramesPerSecond, Is.EqualTo(30));
    }

    [Test]
    public void A_class_is_closed_when_its_last_viewer_leaves()
    {
        Join(1, Room);
        Join(2, Room);
        _classes.Remove(new(1));
        Assert.That(_open, Has.Count.EqualTo(1));
        _classes.Remove(new(2));
        Assert.That(_open, Is.Empty);
        Assert.That(_classes.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void A_viewer_keeps_his_step_when_he_is_shown_something_else()
    {
        Join(1, Room);
        Weaken(1);
        _classes.Show(new(1), new(7), Shared, _now);

        Assert.That(_where[new(1)], Is.EqualTo(new MixClass(new(7), Step(1), VideoProfile.H264Baseline)));
        Assert.That(Step(1).Size, Is.EqualTo(CanvasSize.Small));
    }

    void IMixClassOutput.Open(MixClass mixed, Instant now) => Assert.That(_open.Add(mixed), Is.True);

    void IMixClassOutput.Move(ViewerId viewer, MixClass mixed, Instant now)
    {
        Assert.That(_open, Does.Contain(mixed));
        _where[viewer] = mixed;
        _moves.Add(viewer);
    }

    void IMixClassOutput.Close(MixClass mixed) => Assert.That(_open.Remove(mixed), Is.True);

    private static MixClass ClassOf(CanvasSize size, int kilobits) => new(Shared, new(size, Bitrate.Kilobits(kilobits), 30), VideoProfile.H264Baseline);

    private void Join(int viewer, ViewerLimits limits) => _classes.Add(new(viewer), Shared, Shared, limits, _now);

    private RateStep Step(int viewer) => _where[new(viewer)].Step;

    private void Weaken(int viewer) => _classes.SetAvailable(new(viewer), Bitrate.Kilobits(600), _now);

    private void Run(int seconds, int viewer, Bitrate available)
    {
        for (var second = 0; second < seconds; second++)
        {
            _classes.SetAvailable(new(viewer), available, _now);
            _now += TimeSpan.FromSeconds(1);
            if (_classes.NextDeadline <= _now)
                _classes.Advance(_now);
        }
    }
}
