using Protocols.Dtls;
using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

/// <summary>What must hold for every offer that a browser ever sent us.</summary>
[TestFixtureSource(typeof(Samples), nameof(Samples.Offers))]
public sealed class SampleAnswerTests(string sample)
{
    private SessionDescription _offer = null!;
    private SessionDescription _answer = null!;
    private NegotiatedSession _session = null!;

    [SetUp]
    public void Answer()
    {
        _offer = Samples.Offer(sample);
        (_answer, _session) = Samples.Answered(_offer, Samples.ServerWithStreams);
    }

    [Test]
    public void The_answer_is_the_approved_one() => Samples.IsApproved(sample, _answer.ToString());

    [Test]
    public void The_answer_reads_back_as_it_was_written() =>
        Assert.That(Samples.Parsed(_answer.ToString()).ToString(), Is.EqualTo(_answer.ToString()));

    [Test]
    public void Reading_and_writing_the_offer_keeps_every_line() =>
        Assert.That(Lines(_offer.ToString()).Order(StringComparer.Ordinal), Is.EqualTo(Lines(Samples.Text(sample)).Order(StringComparer.Ordinal)));

    [Test]
    public void Every_section_is_answered_in_its_place_under_its_name()
    {
        Assert.That(_answer.Media.Select(media => (media.Media, media.Mid, media.Protocol)), Is.EqualTo(_offer.Media.Select(media => (media.Media, media.Mid, media.Protocol))));
        Assert.That(_session.Media.Select(media => media.Mid), Is.EqualTo(_offer.Media.Select(media => media.Mid!.Value)));
    }

    [Test]
    public void Sound_and_picture_are_accepted_and_data_is_not()
    {
        foreach (var media in _session.Media)
            Assert.That(media.Refusal, Is.EqualTo(media.Kind == MediaKind.Application ? SectionRefusal.NotMedia : SectionRefusal.None));
    }

    [Test]
    public void The_bundle_names_exactly_what_was_accepted() =>
        Assert.That(_answer.BundledMids, Is.EqualTo(_session.Media.Where(media => media.IsAccepted).Select(media => media.Mid.Value)));

    [Test]
    public void No_payload_type_is_invented()
    {
        foreach (var (offered, answered) in _offer.Media.Zip(_answer.Media))
            Assert.That(answered.Formats, Is.SubsetOf(offered.Formats));
    }

    [Test]
    public void Every_number_means_what_it_meant_in_the_offer()
    {
        foreach (var (offered, answered) in _offer.Media.Zip(_answer.Media))
        {
            var meant = offered.ReadCodecs().ToDictionary(codec => codec.PayloadType);
            foreach (var codec in answered.ReadCodecs().Where(_ => answered.Port != 0))
            {
                Assert.That(codec.IsCompatibleWith(meant[codec.PayloadType]), Is.True, codec.ToString());
                Assert.That(codec.Feedback & ~meant[codec.PayloadType].Feedback, Is.EqualTo(RtcpFeedbackKinds.None));
            }

            Assert.That(answered.ExtMaps.Select(map => (map.Id, map.Uri)), Is.SubsetOf(offered.ExtMaps.Select(map => (map.Id, map.Uri))));
        }
    }

    [Test]
    public void Media_flows_only_where_the_offer_wants_it()
    {
        foreach (var (offered, media) in _offer.Media.Zip(_session.Media).Where(pair => pair.Second.IsAccepted))
            Assert.That(media.Direction & ~_offer.DirectionOf(offered).Reversed(), Is.EqualTo(MediaDirection.Inactive));
    }

    [Test]
    public void What_is_believed_is_what_is_written()
    {
        foreach (var (answered, media) in _answer.Media.Zip(_session.Media).Where(pair => pair.Second.IsAccepted))
        {
            Assert.That(answered.Attributes.Direction, Is.EqualTo(media.Direction));
            Assert.That(media.Codecs.Select(codec => codec.PayloadType), Is.EqualTo(answered.ReadCodecs().Where(codec => !codec.IsRetransmission).Select(codec => codec.PayloadType)));
            Assert.That(media.LocalStream?.Ssrc, Is.EqualTo(media.Direction.Sends() ? answered.Ssrcs.First().Ssrc : null));
        }
    }

    [Test]
    public void The_browser_is_known_by_its_credentials_and_certificate()
    {
        Assert.That(_session.Remote!.Ice.IsValid, Is.True);
        Assert.That(_session.Remote.Fingerprints, Has.Count.EqualTo(1));
        Assert.That(_session.Remote.Candidates, Is.Not.Empty);
        Assert.That(_session.DtlsRole, Is.EqualTo(DtlsRole.Server));
    }

    [Test]
    public void The_same_offer_again_gets_the_same_answer()
    {
        var (again, _) = Samples.Answered(_offer, Samples.ServerWithStreams, current: _session);
        Assert.That(again.ToString(), Is.EqualTo(_answer.ToString()));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
