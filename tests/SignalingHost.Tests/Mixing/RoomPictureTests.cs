using MediaServer.Engines;
using MediaServer.Tracks;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using Mixer.Native;
using Mixer.Video;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;
using SignalingHost.Mixing;
using PictureSource = Meetings.Conduct.PictureSource;

namespace SignalingHost.Tests.Mixing;

/// <summary>Who shares an encoding with whom: a packet names the tracks of all who get it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomPictureTests : IEngineSeat
{
    private static readonly string[] Four = ["anna", "bert", "carl", "dora"];

    private readonly Dictionary<TrackId, string> _watching = [];
    private readonly HashSet<string> _sentTo = [];
    private readonly Lettering _lettering;
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly RoomPicture _picture;
    private Instant _now = Instant.Zero;
    private long _lastTrack;

    public RoomPictureTests()
    {
        Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
        _lettering = lettering!;
        _picture = new RoomPicture(this, new PictureMixOptions(), new Decorator(_lettering), _pool, (_, _) => { });
    }

    PeerId IEngineSeat.Id => new(1);

    RoomId IEngineSeat.Room => RoomId;

    private static RoomId RoomId => new("room");

    [TearDown]
    public void Close()
    {
        _picture.Dispose();
        _pool.Dispose();
        _lettering.Dispose();
    }

    [Test]
    public void In_panes_that_are_alike_each_picture_is_encoded_once_for_all()
    {
        Show("Four");
        Assert.That(Sent(), Is.EqualTo(new[] { "anna bert carl dora" }));
        Assert.That(_picture.Mix.ClassesWatched, Is.EqualTo(1));
    }

    [Test]
    public void Who_would_be_large_to_himself_has_a_picture_of_his_own_until_there_is_too_much_to_do()
    {
        Show("Four-2");
        Assert.That(Sent(), Is.EqualTo(new[] { "anna", "bert carl dora" }));

        _picture.Mix.SetLimits(MixLimits.None with { PersonalViews = false }, _now);
        Assert.That(Sent(), Is.EqualTo(new[] { "anna bert carl dora" }));
        _picture.Mix.SetLimits(MixLimits.None, _now);
        Assert.That(Sent(), Is.EqualTo(new[] { "anna", "bert carl dora" }));
    }

    [Test]
    public void Who_is_shown_to_all_is_encoded_once_and_once_more_whom_he_sees_himself()
    {
        Show("Four");
        var plan = new PicturePlan(PictureSource.Site(new("anna")), new Dictionary<Meetings.ParticipantId, PictureSource> { [new("anna")] = PictureSource.Site(new("bert")) });
        _picture.Handle(new PictureLetter.Direct(RoomId, new PictureDirections { Plan = plan }), _now);
        Assert.That(Sent(), Is.EqualTo(new[] { "anna", "bert carl dora" }));
    }

    [Test]
    public void A_weak_line_moves_to_a_class_of_its_own_and_nobody_else_notices()
    {
        Show("Four");
        Sent();
        var others = _watching.Where(one => one.Value != "dora").Select(one => one.Key).ToArray();
        _picture.Handle(new PictureLetter.Limit(RoomId, new("dora"), Bitrate.Kilobits(300)), _now);
        Assert.That(Sent(), Is.EqualTo(new[] { "anna bert carl", "dora" }));
        Assert.That(others, Is.SubsetOf(_watching.Keys), "their tracks are what they were");
    }

    void IEngineSeat.Want(TrackId track, EngineWish? wish)
    {
    }

    void IEngineSeat.RequestKeyFrame(TrackId track)
    {
    }

    TrackId IEngineSeat.Publish(EngineTrack track)
    {
        var id = new TrackId(++_lastTrack);
        _watching.Add(id, track.Owner.Value["mixer/".Length..]);
        return id;
    }

    void IEngineSeat.End(TrackId track) => _watching.Remove(track);

    void IEngineSeat.TellClock(TrackId track, int encoding, Instant capturedAt, RtpTimestamp timestamp)
    {
    }

    bool IEngineSeat.TrySend(ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, Instant madeAt, int encoding)
    {
        _sentTo.Add(string.Join(' ', tracks.ToArray().Select(track => _watching[track]).Order(StringComparer.Ordinal)));
        return true;
    }

    void IEngineSeat.TellLevel(TrackId track, AudioLevel level)
    {
    }

    void IEngineSeat.TellDelay(ParticipantId owner, TrackSource source, TimeSpan delay)
    {
    }

    void IDisposable.Dispose() => _watching.Clear();

    /// <summary>All four are in this layout, in their order, and watch it.</summary>
    private void Show(string layout)
    {
        LayoutCatalogue.TryFind(layout, out var geometry);
        var composition = new Composition(layout, geometry, [.. Four.Select((name, at) => new PaneFill(at + 1, new(name), Share: false))]);
        _picture.Handle(new PictureLetter.Direct(RoomId, new PictureDirections { Composition = composition }), _now);
        foreach (var name in Four)
            _picture.Handle(new PictureLetter.Join(RoomId, new(name), new PictureTerms(PictureLimit.Hd, Bitrate.Kilobits(512))), _now);
        foreach (var track in _watching.Keys)
            _picture.Handle(new EngineEvent.DemandChanged(new PeerId(1), track, 1), _now);
    }

    /// <summary>For whom the packets of the next second were, those who get the same together.</summary>
    private string[] Sent()
    {
        _sentTo.Clear();
        for (var end = _now + TimeSpan.FromSeconds(1.5); _now < end; _now += TimeSpan.FromMilliseconds(5))
        {
            if (_picture.NextDeadline <= _now)
                _picture.Advance(_now);
        }

        return [.. _sentTo.Order(StringComparer.Ordinal)];
    }
}
