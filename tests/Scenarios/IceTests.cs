using Client;
using MediaServer.Shards;
using Protocols;
using Scenarios.World;

namespace Scenarios;

/// <summary>The way between a device and the server changes while people talk.</summary>
public sealed class IceTests
{
    [Test]
    public void Media_goes_on_through_an_ICE_restart([Values(0, 0.1)] double loss)
    {
        using var meeting = new SimulatedMeeting(seed: 91);
        var weather = new LinkConditions { Loss = loss };
        var alice = meeting.Join("alice", ParticipantOptions.Speaker() with { Uplink = weather, Downlink = weather });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(3);
        meeting.RestartIce(alice);
        meeting.RestartIce(bob);

        // Longer than old credentials live, and than consent lasts without checks.
        meeting.RunFor(60);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        var showing = bob.Picture.Play();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alice.Client.State, Is.EqualTo(ClientState.Connected));
            Assert.That(showing.LongestFreeze(showing.Shown[0].At, showing.Shown[^1].At), Is.LessThan(TimeSpan.FromMilliseconds(loss == 0 ? 60 : 600)));
            Assert.That(meeting.Events.OfType<MediaEvent.PeerGone>(), Is.Empty);
        }
    }

    [Test]
    public void A_device_that_moves_to_another_network_goes_on_after_a_restart()
    {
        using var meeting = new SimulatedMeeting(seed: 92);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(3);
        bob.MoveTo(TransportAddress.FromIPv4(0x0A020001, 6_000));
        meeting.RestartIce(bob);
        var moved = meeting.Now;
        meeting.RunFor(5);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        var showing = bob.Picture.Play();
        var back = showing.Shown.First(frame => frame.Frame.CapturedAt > moved).At - moved;
        TestContext.Out.WriteLine($"back after {back.TotalMilliseconds} ms");
        Assert.That(back, Is.LessThan(TimeSpan.FromMilliseconds(500)));
    }
}
