using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtcp;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Room systems and telephones in a meeting with browsers.</summary>
public sealed class TerminalTests
{
    private static readonly CodecChoice H264 = CodecChoice.H264ConstrainedBaseline;

    private static readonly CameraOptions H264Camera = new() { Codec = H264 };

    private static StreamWish Microphone(string name) => new(ParticipantOptions.SoundOf(name));

    [Test]
    public void A_browser_sees_the_picture_of_a_terminal_untouched_and_asks_it_for_a_key_frame([Values(0, 1)] int mode, [Values] bool isEncrypted)
    {
        using var meeting = new SimulatedMeeting(seed: 201);
        var room = meeting.Call("room", new TerminalOptions { Mode = mode, IsEncrypted = isEncrypted });
        var alice = meeting.Join("alice", new ParticipantOptions { Pictures = [ParticipantOptions.PictureOf("room")], Decodes = [H264] });

        var sent = FilmFor(meeting, room, pictures: 60);
        meeting.RunFor(3);

        Assert.That(alice.Pictures[0].Frames.Count(frame => frame.IsWhole), Is.EqualTo(sent));
        Assert.That(KeyFrameRequests(room), Is.GreaterThan(0));
    }

    [Test]
    public void A_terminal_sees_the_picture_of_a_browser_evenly_and_without_a_hole([Values] bool isEncrypted)
    {
        using var meeting = new SimulatedMeeting(seed: 202);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(H264Camera));
        var room = meeting.Call("room", new TerminalOptions { IsEncrypted = isEncrypted, Picture = ParticipantOptions.PictureOf("alice") });
        room.SpeakFor(1);
        alice.StartMedia();
        meeting.RunFor(6);

        var numbers = room.Pictures.Select(picture => (int)picture.Sequence).ToList();
        var gaps = room.Pictures.Zip(room.Pictures.Skip(1)).Select(pair => (pair.Second.At - pair.First.At).TotalMilliseconds).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Pictures, Has.Count.GreaterThan(300));
            Assert.That(numbers.Zip(numbers.Skip(1)).All(pair => (ushort)(pair.Second - pair.First) == 1), Is.True, "a hole in the numbers");
            Assert.That(room.Pictures[0].Payload[1] & 0x1F, Is.EqualTo(5), "begins with a key frame");

            // 1.2 Mbit/s is 7.4 ms for a packet of 1 100 bytes: none follows another sooner.
            Assert.That(gaps.Where((_, i) => room.Pictures[i].Payload.Length > 1_000).Min(), Is.GreaterThan(6), "a burst");
        }
    }

    [Test]
    public void Who_was_on_hold_hears_the_others_again_and_no_number_is_missing([Values] bool isEncrypted, [Values("sendonly", "inactive")] string hold)
    {
        using var meeting = new SimulatedMeeting(seed: 218);
        var speaker = meeting.Call("speaker", new TerminalOptions());
        var room = meeting.Call("room", new TerminalOptions { Address = TransportAddress.FromIPv4(0xC000_0264, 0), IsEncrypted = isEncrypted, Sound = Microphone("speaker") });
        room.SpeakFor(1);
        speaker.SpeakFor(9);
        meeting.RunFor(2);
        room.Renew(hold);
        meeting.RunFor(2);
        var (held, resumed) = (meeting.Now - TimeSpan.FromSeconds(1.8), meeting.Now);
        room.Renew();
        meeting.RunFor(3);

        var numbers = room.Sounds.Select(sound => sound.Sequence).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Sounds.Where(sound => sound.At > held && sound.At < resumed).All(sound => sound.IsSilence), Is.True, "on hold");
            Assert.That(room.Sounds.Count(sound => sound.At > resumed && !sound.IsSilence), Is.InRange(145, 151), "of 150 packets of speech");
            Assert.That(numbers.Zip(numbers.Skip(1)).All(pair => (ushort)(pair.Second - pair.First) == 1), Is.True, "a hole in the numbers");
            Assert.That(room.Unreadable, Is.Zero);
        }
    }

    [Test]
    public void A_picture_that_was_on_hold_goes_on_at_a_key_frame()
    {
        using var meeting = new SimulatedMeeting(seed: 216);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(H264Camera));
        var room = meeting.Call("room", new TerminalOptions { Picture = ParticipantOptions.PictureOf("alice") });
        room.SpeakFor(1);
        alice.StartMedia();
        meeting.RunFor(2);
        room.Renew("sendonly");
        meeting.RunFor(1);
        var before = room.Pictures.Count;
        meeting.RunFor(1);
        Assert.That(room.Pictures, Has.Count.EqualTo(before), "on hold");

        room.Renew();
        meeting.RunFor(2);
        Assert.That(room.Pictures, Has.Count.GreaterThan(before + 50));
        Assert.That(room.Pictures[before].Payload[1] & 0x1F, Is.EqualTo(5), "a key frame");
    }

    [Test]
    public void A_terminal_is_shown_the_largest_size_that_its_line_carries_though_nobody_else_watches_that()
    {
        using var meeting = new SimulatedMeeting(seed: 217);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { Codec = H264, FollowsDemand = true }));
        meeting.Sit(height: 180);
        alice.StartMedia();
        meeting.RunFor(10);
        Assert.That(new[] { 0, 1, 2 }.Select(alice.Camera!.IsActive), Is.EqualTo(new[] { true, false, false }), "before the terminal comes");

        var room = meeting.Call("room", new TerminalOptions { Picture = ParticipantOptions.PictureOf("alice") });
        room.SpeakFor(1);
        meeting.RunFor(15);
        var last = meeting.Now - TimeSpan.FromSeconds(4);
        var rate = room.Pictures.Where(picture => picture.At > last).Sum(picture => picture.Payload.Length) * 8 / 4_000.0;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { 0, 1, 2 }.Select(alice.Camera.IsActive), Is.EqualTo(new[] { true, true, false }), "1 000 kbit/s carry the 500 and not the 1 500");
            Assert.That(rate, Is.InRange(400, 700), "kbit/s that the terminal is shown");
        }
    }

    [Test]
    public void A_terminal_that_decodes_single_units_only_is_not_sent_fragments()
    {
        using var meeting = new SimulatedMeeting(seed: 203);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(H264Camera));
        var room = meeting.Call("room", new TerminalOptions { Mode = 0, Picture = ParticipantOptions.PictureOf("alice") });
        room.SpeakFor(1);
        alice.StartMedia();
        meeting.RunFor(3);

        Assert.That(room.Pictures, Is.Empty);
        Assert.That(meeting.Events.OfType<MediaEvent.PictureMissing>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Where_nobody_speaks_there_is_silence_every_twenty_milliseconds_also_on_hold([Values("sendrecv", "sendonly", "inactive")] string direction)
    {
        using var meeting = new SimulatedMeeting(seed: 204);
        var room = meeting.Call("room", new TerminalOptions());
        meeting.RunFor(1);
        room.Renew(direction);
        meeting.RunFor(4);

        var times = room.Sounds.Zip(room.Sounds.Skip(1)).Select(pair => (pair.Second.At - pair.First.At).TotalMilliseconds).ToList();
        var stamps = room.Sounds.Zip(room.Sounds.Skip(1)).Select(pair => (int)(pair.Second.Timestamp - pair.First.Timestamp)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Sounds, Has.Count.InRange(245, 252));
            Assert.That(room.Sounds.TrueForAll(sound => sound.IsSilence && sound.Type == 8 && sound.Bytes == 160), Is.True);
            Assert.That(times, Is.All.InRange(19.0, 21.0));
            Assert.That(stamps, Is.All.EqualTo(160));
        }
    }

    [Test]
    public void Terminals_of_one_codec_hear_each_other_and_silence_joins_speech_without_a_gap()
    {
        using var meeting = new SimulatedMeeting(seed: 205);
        var one = meeting.Call("one", new TerminalOptions());
        var two = meeting.Call("two", new TerminalOptions { Address = TransportAddress.FromIPv4(0xC000_0264, 0), Sound = Microphone("one") });
        meeting.RunFor(1);
        one.SpeakFor(2);
        meeting.RunFor(4);

        var numbers = two.Sounds.Select(sound => sound.Sequence).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(two.Sounds.Count(sound => !sound.IsSilence), Is.InRange(98, 100));
            Assert.That(numbers.Zip(numbers.Skip(1)).All(pair => (ushort)(pair.Second - pair.First) == 1), Is.True);
            Assert.That(two.Sounds.Zip(two.Sounds.Skip(1)).Max(pair => (pair.Second.At - pair.First.At).TotalMilliseconds), Is.LessThan(70));
        }
    }

    [Test]
    public void Behind_a_translator_media_goes_where_it_comes_from_and_before_that_nowhere_private()
    {
        using var meeting = new SimulatedMeeting(seed: 206);
        var room = meeting.Call("room", new TerminalOptions { Announced = "192.168.1.20" });
        meeting.RunFor(2);
        Assert.That(room.Sounds, Is.Empty, "before it has sent anything");
        Assert.That(meeting.Network.Undeliverable, Is.Zero, "to a private address that never sent");

        room.SpeakFor(2);
        meeting.RunFor(2);
        Assert.That(room.Sounds, Has.Count.InRange(60, 80));
    }

    [Test]
    public void Nobody_steals_the_sound_of_a_terminal_by_sending_to_its_port([Values(0x5000_0001u, 0x6666_6666u)] uint ssrc)
    {
        using var meeting = new SimulatedMeeting(seed: 207);
        var thief = TransportAddress.FromIPv4(0xCB00_7105, 6_000);
        var loot = new List<int>();
        meeting.Network.AddDevice(thief, new Listener(loot));
        var room = meeting.Call("room", new TerminalOptions());
        room.SpeakFor(8);
        meeting.RunFor(1);
        for (var i = 0; i < 300; i++)
        {
            var number = (ushort)(10_000 + i);
            meeting.Timeline.Schedule(
                meeting.Now + TimeSpan.FromMilliseconds(20 * i), () => room.SendRtp(0, 8, number, number * 160u, false, new byte[160], ssrc, thief));
        }

        meeting.RunFor(8);

        Assert.That(loot, Is.Empty);
        Assert.That(room.Sounds, Has.Count.GreaterThan(440));
        Assert.That(meeting.Core.Counters.Dropped(DropReason.UnknownAddress), Is.EqualTo(300));
    }

    [Test]
    public void A_terminal_that_moved_is_followed_when_its_old_address_is_silent_and_sooner_when_it_proves_itself([Values] bool isEncrypted)
    {
        using var meeting = new SimulatedMeeting(seed: 208);
        var elsewhere = TransportAddress.FromIPv4(0xC000_024D, 7_000);
        var heard = new List<int>();
        meeting.Network.AddDevice(elsewhere, new Listener(heard));
        var room = meeting.Call("room", new TerminalOptions { IsEncrypted = isEncrypted });
        room.SpeakFor(1);
        meeting.RunFor(1);
        room.SpeakFor(5, from: elsewhere);
        meeting.RunFor(1);
        Assert.That(heard.Count > 20, Is.EqualTo(isEncrypted), "after one second");
        meeting.RunFor(3.5);
        Assert.That(heard, Has.Count.GreaterThan(20), "after three seconds of silence at the old address");
    }

    [Test]
    public void New_keys_in_the_middle_of_a_call_interrupt_nothing()
    {
        using var meeting = new SimulatedMeeting(seed: 209);
        var room = meeting.Call("room", new TerminalOptions { IsEncrypted = true });
        var alice = meeting.Call("alice", new TerminalOptions { Address = TransportAddress.FromIPv4(0xC000_0264, 0), Sound = Microphone("room") });
        meeting.RunFor(0.5);
        room.SpeakFor(1);
        meeting.RunFor(1);
        room.Renew(key: SimulatedTerminal.OtherKey);
        room.SpeakFor(2);
        meeting.RunFor(2.5);

        Assert.That(alice.Sounds.Count(sound => !sound.IsSilence), Is.InRange(146, 150));
        Assert.That(room.Unreadable, Is.LessThanOrEqualTo(2), "what was on its way under the old key");
        Assert.That(room.Agreement.Version, Is.EqualTo(2));
    }

    [Test]
    public void Reports_go_both_ways_with_names_and_a_repeated_request_is_one()
    {
        using var meeting = new SimulatedMeeting(seed: 210);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(H264Camera));
        var room = meeting.Call("room", new TerminalOptions { Picture = ParticipantOptions.PictureOf("alice") });
        room.SpeakFor(4);
        alice.StartMedia();
        meeting.RunFor(3);
        var before = alice.Camera!.KeyFrameRequests;
        for (var i = 0; i < 20; i++)
            room.SendReport(2, (ref RtcpWriter writer) => writer.TryAddFir(new Ssrc(0x5000_0001), new FirEntry(default, 7)));

        meeting.RunFor(0.4);
        Assert.That(alice.Camera.KeyFrameRequests - before, Is.EqualTo(1));
        using (Assert.EnterMultipleScope())
        {
            foreach (var line in new[] { 0, 1 })
            {
                var reports = room.Reports.Where(report => report.Line == line).ToList();
                Assert.That(reports, Has.Count.GreaterThan(2));
                Assert.That(reports.TrueForAll(report => IsWhole(report.Bytes)), Is.True, "each a report, then a name");
            }
        }
    }

    [Test]
    public void A_limit_that_the_terminal_asks_for_is_kept_confirmed_and_told()
    {
        using var meeting = new SimulatedMeeting(seed: 211);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(H264Camera));
        var room = meeting.Call("room", new TerminalOptions { Picture = ParticipantOptions.PictureOf("alice") });
        room.SpeakFor(4);
        alice.StartMedia();
        meeting.RunFor(2);
        var source = meeting.Core.Terminals.Single().Setup.Agreement.Video!;
        var ours = SourceOf(room.Reports.Last(report => report.Line == 1).Bytes);
        room.SendReport(2, (ref RtcpWriter writer) => writer.TryAddTmmbr(new Ssrc(0x5000_0001), new TmmbEntry(ours, Bitrate.Kilobits(300), 40)));
        meeting.RunFor(0.2);
        var from = room.Pictures.Count;
        meeting.RunFor(2);

        var rate = room.Pictures.Skip(from).Sum(picture => picture.Payload.Length + 12) * 8 / 2_000.0;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(source.SendLimit.InKilobits, Is.EqualTo(1_000));
            Assert.That(meeting.Events.OfType<MediaEvent.ViewerLimited>().Single().Limit.InKilobits, Is.EqualTo(300).Within(5));
            Assert.That(rate, Is.LessThan(380));
            Assert.That(room.Reports.Exists(report => Contains(report.Bytes, RtcpType.TransportLayerFeedback)), Is.True);
        }
    }

    [Test]
    public void A_terminal_whose_line_loses_much_is_asked_to_send_less_and_more_again_when_it_is_clean()
    {
        using var meeting = new SimulatedMeeting(seed: 219);
        var room = meeting.Call("room", new TerminalOptions());
        meeting.Join("alice", new ParticipantOptions { Pictures = [ParticipantOptions.PictureOf("room")], Decodes = [H264] });
        FilmFor(meeting, room, pictures: 600);
        meeting.RunFor(3);
        Assert.That(LimitsAskedOf(room), Is.Empty, "clean");

        room.PictureUplink.Conditions = new LinkConditions { Loss = 0.3 };
        meeting.RunFor(5);
        room.PictureUplink.Conditions = LinkConditions.Fair;
        var lossy = LimitsAskedOf(room);
        meeting.RunFor(22);

        // 440 kbit/s are sent, and 300 come.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lossy[^1].InKilobits, Is.InRange(128, 260));
            Assert.That(LimitsAskedOf(room)[^1].InKilobits, Is.EqualTo(1_000).Within(10), "what was agreed");
        }
    }

    [Test]
    public void A_key_frame_is_asked_for_in_every_agreed_way_in_turn_and_at_most_once_a_second()
    {
        using var meeting = new SimulatedMeeting(seed: 212);
        var room = meeting.Call("room", new TerminalOptions { Feedback = ["ccm fir"] });
        meeting.Join("alice", new ParticipantOptions { Pictures = [ParticipantOptions.PictureOf("room")], Decodes = [H264] });

        // Never a key frame, whatever is asked.
        for (var i = 0; i < 120; i++)
        {
            var timestamp = (uint)i * 3_000;
            meeting.Timeline.Schedule(meeting.Now + TimeSpan.FromMilliseconds(33 * i), () => room.SendPicture([0x41, 0x9A, 1, 2], timestamp, marker: true));
        }

        meeting.RunFor(4);

        Assert.That(KeyFrameRequests(room), Is.InRange(1, 3));
        Assert.That(meeting.Events.OfType<MediaEvent.KeyFrameWanted>().Count(), Is.InRange(1, 2));
    }

    [Test]
    public void A_key_that_was_pressed_is_told_once_and_heard_by_nobody()
    {
        using var meeting = new SimulatedMeeting(seed: 213);
        var one = meeting.Call("one", new TerminalOptions());
        var two = meeting.Call("two", new TerminalOptions { Address = TransportAddress.FromIPv4(0xC000_0264, 0), Sound = Microphone("one") });
        meeting.RunFor(1);
        foreach (var key in new byte[] { 5, 11 })
        {
            for (var i = 0; i < 6; i++)
                one.SendSound(1_000u + key, type: 101, payload: [key, (byte)(i > 2 ? 0x8A : 0x0A), 0, (byte)(160 * i)]);
        }

        meeting.RunFor(1);

        Assert.That(meeting.Events.OfType<MediaEvent.KeyPressed>().Select(pressed => pressed.Key), Is.EqualTo((byte[])[5, 11]));
        Assert.That(two.Sounds.TrueForAll(sound => sound.IsSilence), Is.True);
    }

    [Test]
    public void The_way_of_packets_to_and_from_terminals_allocates_nothing([Values] bool isEncrypted)
    {
        using var meeting = new SimulatedMeeting(seed: 214);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(H264Camera));
        var one = meeting.Call("one", new TerminalOptions { IsEncrypted = isEncrypted, Picture = ParticipantOptions.PictureOf("alice") });
        var two = meeting.Call("two", new TerminalOptions { IsEncrypted = isEncrypted, Address = TransportAddress.FromIPv4(0xC000_0264, 0), Sound = Microphone("one") });
        alice.StartMedia();
        one.SpeakFor(100);
        two.SpeakFor(100);
        meeting.RunFor(20);
        var shard = meeting.Shards[0];
        var received = meeting.Core.Counters.Received;

        Assert.That(Allocations.Least(() => shard.AllocatedBytes, () => meeting.RunFor(15)), Is.Zero);
        Assert.That(meeting.Core.Counters.Received - received, Is.GreaterThan(2_000));
    }

    [Test]
    public void A_key_that_is_named_in_every_packet_is_understood()
    {
        using var meeting = new SimulatedMeeting(seed: 215);
        var room = meeting.Call("room", new TerminalOptions { IsEncrypted = true, Mki = 4 });
        var alice = meeting.Call("alice", new TerminalOptions { Address = TransportAddress.FromIPv4(0xC000_0264, 0), Sound = Microphone("room") });
        meeting.RunFor(0.5);
        room.SpeakFor(2);
        meeting.RunFor(3);

        Assert.That(alice.Sounds.Count(sound => !sound.IsSilence), Is.InRange(97, 100));
    }

    /// <summary>Pictures as terminals make them: parameter sets together, then slices, single or in fragments. Returns how many.</summary>
    private static int FilmFor(SimulatedMeeting meeting, SimulatedTerminal room, int pictures)
    {
        var camera = new object();
        for (var i = 0; i < pictures; i++)
        {
            var isKey = i % 30 == 0;
            var timestamp = (uint)i * 3_000;
            meeting.Timeline.Schedule(meeting.Now + TimeSpan.FromMilliseconds(33 * i), () =>
            {
                if (isKey)
                    room.SendPicture([0x78, 0, 4, 0x67, 0x42, 0x80, 0x1F, 0, 2, 0x68, 0xCE], timestamp, marker: false);

                var id = meeting.Ledger.NextId;
                meeting.Ledger.Add(new CodedFrame { Id = id, Source = camera, CapturedAt = meeting.Now, Number = id, Packets = 2, IsKey = isKey });
                for (var packet = 0; packet < 2; packet++)
                {
                    var payload = new byte[900];
                    payload[0] = (byte)(isKey ? 0x65 : 0x41);
                    payload[1] = (byte)(packet == 0 ? 0x88 : 0x11);
                    FrameLedger.Stamp(payload, id, packet);
                    room.SendPicture(payload, timestamp, marker: packet == 1);
                }
            });
        }

        return pictures;
    }

    private static int KeyFrameRequests(SimulatedTerminal room) =>
        room.Reports.Count(report => report.Line == 1 && Contains(report.Bytes, RtcpType.PayloadSpecificFeedback));

    private static bool Contains(byte[] bytes, RtcpType type)
    {
        if (!RtcpCompound.TryParse(bytes, out var compound))
            return false;

        foreach (var packet in compound)
        {
            if (packet.Type == type)
                return true;
        }

        return false;
    }

    private static List<Bitrate> LimitsAskedOf(SimulatedTerminal room)
    {
        var limits = new List<Bitrate>();
        foreach (var report in room.Reports)
        {
            if (!RtcpCompound.TryParse(report.Bytes, out var compound))
                continue;

            foreach (var packet in compound)
            {
                if (Tmmb.TryParse(packet, out var asked) && !asked.IsNotification)
                    limits.Add(asked[0].Limit);
            }
        }

        return limits;
    }

    private static bool IsWhole(byte[] bytes) => bytes[1] is 200 or 201 && Contains(bytes, RtcpType.SourceDescription);

    private static Ssrc SourceOf(byte[] report) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(4)));

    private sealed class Listener(List<int> heard) : IDatagramReceiver
    {
        public void Receive(in Protocols.Ice.IceRoute from, Span<byte> datagram, Instant now)
        {
            // Reports have ports of their own; what comes here is media.
            heard.Add(datagram.Length);
        }
    }
}
