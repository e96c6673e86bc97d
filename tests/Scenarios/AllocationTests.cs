using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>The forward path does not touch the heap.</summary>
public sealed class AllocationTests
{
    [Test]
    public void Ten_thousand_packets_to_twenty_viewers_with_all_their_feedback_allocate_nothing()
    {
        using var meeting = new SimulatedMeeting(seed: 101);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast) with { KnowsRed = true });
        var viewers = meeting.JoinAll(Enumerable.Range(0, 20).Select(number => ($"v{number}", ParticipantOptions.ViewerOf("alice") with
        {
            KnowsRed = true,
            Downlink = new LinkConditions { Loss = number % 4 == 0 ? 0.02 : 0 },
        })));
        alice.Microphone!.Redundancy = 1;
        alice.StartMedia();

        // Rings grow to what the streams need; speakers and layers settle.
        meeting.RunFor(20);
        var shard = meeting.Shards[0];
        var (sent, again) = (meeting.Core.Counters.Sent, meeting.Core.Counters.Retransmitted);
        var allocated = Allocations.Least(() => shard.AllocatedBytes, () =>
        {
            var received = meeting.Core.Counters.Received;
            while (meeting.Core.Counters.Received - received < 10_000)
                meeting.RunFor(0.1);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(allocated, Is.Zero);
            Assert.That(meeting.Core.Counters.Sent - sent, Is.GreaterThan(50_000));
            Assert.That(meeting.Core.Counters.Retransmitted, Is.GreaterThan(again));
            Assert.That(viewers.Sum(viewer => viewer.Client.Feedback.TransportFeedbacksSent), Is.GreaterThan(1_000));
        }
    }
}
