using System.Buffers.Binary;
using Protocols;
using Protocols.Ice;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Somebody sends nonsense, as much as he can; the others do not notice, and the counters say what he did.</summary>
public sealed class HostilePeerTests
{
    private const int PerMillisecond = 20;

    [Test]
    public void A_stranger_who_floods_the_port_delays_nobody()
    {
        var stranger = TransportAddress.FromIPv4(0x0A630001, 1);
        Suffer(
            (meeting, random) =>
            {
                var bytes = new byte[random.Next(0, 1_400)];
                random.NextBytes(bytes);
                if (bytes.Length > 0 && random.Next(2) == 0)
                    bytes[0] = (byte)random.Next(4);

                meeting.Shards[0].Receive(IceRoute.Udp(stranger), bytes, meeting.Now);
            },
            DropReason.UnknownAddress);
    }

    [Test]
    public void Nonsense_from_the_address_of_a_member_delays_nobody()
    {
        Suffer(
            (meeting, random) =>
            {
                var bytes = new byte[random.Next(1, 1_400)];
                random.NextBytes(bytes);
                bytes[0] = random.Next(4) switch { 0 => (byte)random.Next(4), 1 => (byte)random.Next(20, 64), 2 => (byte)random.Next(128, 192), _ => bytes[0] };
                meeting.Shards[0].Receive(IceRoute.Udp(meeting.People[2].Address), bytes, meeting.Now);
            },
            DropReason.UnknownProtocol,
            DropReason.NotStun,
            DropReason.FailedAuthentication);
    }

    [Test]
    public void Nonsense_in_a_members_own_encryption_delays_nobody()
    {
        Suffer(
            (meeting, random) =>
            {
                var isRtcp = random.Next(2) == 0;
                var bytes = new byte[random.Next(12, 1_200)];
                random.NextBytes(bytes);
                bytes[0] = (byte)(0x80 | random.Next(0x40));
                bytes[1] = isRtcp ? (byte)random.Next(200, 208) : (byte)random.Next(0, 64);
                if (isRtcp && random.Next(2) == 0)
                    BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)((bytes.Length / 4) - 1));

                meeting.People[2].Client.SendAsItIs(bytes, isRtcp);
            },
            DropReason.NotRtcp,
            DropReason.UnknownSsrc);
    }

    [Test]
    public void Everything_twice_from_a_member_is_refused_once()
    {
        using var meeting = new SimulatedMeeting(seed: 114);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker() with { Uplink = new LinkConditions { Duplication = 1 } });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        meeting.TalkFor(5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bob.Picture.PacketsTwice, Is.Zero);
            Assert.That(meeting.Core.Counters.Dropped(DropReason.Replayed), Is.GreaterThan(500));
            Assert.That(bob.Picture.Play().Shown.Count, Is.EqualTo(meeting.Ledger.Count(alice.Camera!)));
        }
    }

    // Thirty reports of 8192 packets each fit a datagram; walking them all would cost a millisecond.
    [Test]
    public void Reports_on_millions_of_packets_are_walked_within_a_budget()
    {
        var compound = new List<byte>();
        for (var i = 0; i < 40; i++)
        {
            // RTPFB 15: sender, media, base, 8191 packets, reference time, one run of packets that did not come.
            compound.AddRange([0x8F, 205, 0, 5, 0, 0, 0, 9, 0, 0, 0, 9, 0, (byte)i, 0x1F, 0xFF, 0, 0, 1, (byte)i, 0x1F, 0xFF, 0, 0]);
        }

        Suffer((meeting, _) => meeting.People[2].Client.SendAsItIs([.. compound], isRtcp: true), DropReason.FeedbackLimited);
    }

    [Test]
    public void Who_changes_his_source_number_for_ever_is_still_seen()
    {
        using var meeting = new SimulatedMeeting(seed: 116);
        var mallory = meeting.Join("mallory", ParticipantOptions.Speaker());
        mallory.Microphone!.Start();
        meeting.RunFor(1);
        var random = new Random(116);
        for (var i = 0; i < 300; i++)
        {
            // Opus under a new source number, found by the only section that knows its payload type.
            var bytes = new byte[60];
            random.NextBytes(bytes);
            (bytes[0], bytes[1]) = (0x80, 111);
            mallory.Client.SendAsItIs(bytes, isRtcp: false);
            meeting.RunFor(0.02);
        }

        Assert.That(meeting.Core.Counters.Dropped(DropReason.TooManySsrcs), Is.Zero);
    }

    private static void Suffer(Action<SimulatedMeeting, Random> attack, params DropReason[] counted)
    {
        using var meeting = new SimulatedMeeting(seed: 111);
        var random = new Random(112);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        meeting.Join("mallory", ParticipantOptions.Speaker() with { Pictures = [ParticipantOptions.PictureOf("alice")] });
        alice.StartMedia();
        meeting.People[2].Microphone!.Start();
        meeting.RunFor(1);
        var capacity = meeting.Core.Pool.Capacity;
        for (var millisecond = 0; millisecond < 2_000; millisecond++)
        {
            for (var i = 0; i < PerMillisecond; i++)
                attack(meeting, random);

            meeting.RunFor(0.001);
        }

        meeting.RunFor(1);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        TestContext.Out.WriteLine(meeting.Counters());
        var showing = bob.Picture.Play();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(showing.Shown.Count, Is.EqualTo(meeting.Ledger.Count(alice.Camera!)));
            Assert.That(showing.LongestDelay, Is.LessThan(TimeSpan.FromMilliseconds(60)));
            Assert.That(bob.Sound.HeardOf(alice.Microphone!), Is.EqualTo(alice.Microphone!.Frames));
            Assert.That(meeting.Core.Pool.Capacity, Is.EqualTo(capacity));
            foreach (var reason in counted)
                Assert.That(meeting.Core.Counters.Dropped(reason), Is.Positive, $"{reason}");
        }
    }
}
