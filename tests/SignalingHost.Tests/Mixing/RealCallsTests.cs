using System.Net;
using System.Net.Sockets;
using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Protocols.Rtp;
using SignalingHost.Mixing;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>Telephones over real ports, by the face that the calls have of the mix. What they are sent every 20 ms is what keeps time.</summary>
public sealed class RealCallsTests
{
    private readonly byte[] _datagram = new byte[2_000];

    // In the second case the mixer sits on another shard than the telephones, so that all sound crosses by relays.
    [TestCase(1, 1_000)]
    [TestCase(2, 2)]
    public void Two_telephones_hear_each_other_and_neither_himself(int shards, int peersPerShard)
    {
        using var room = new RealRoom(shards, peersPerShard, threads: 2);
        using var anna = new Speech(AudioCodec.Pcma, Tone.Of(440));
        using var bert = new Speech(AudioCodec.Pcma, Tone.Of(1_000));
        var annas = room.Call("anna");
        var berts = room.Call("bert");
        for (var i = 0; i < 150; i++)
        {
            Speak(annas, anna);
            Speak(berts, bert);
            Hear(annas.Socket, anna);
            Hear(berts.Socket, bert);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(anna.Heard(1_000), Is.EqualTo(-12).Within(3));
            Assert.That(bert.Heard(440), Is.EqualTo(-12).Within(3));
            Assert.That(anna.Heard(440), Is.LessThan(-40));
            Assert.That(bert.Heard(1_000), Is.LessThan(-40));
            Assert.That(room.Sounds.Statistics.Sum(worker => worker.Listeners), Is.EqualTo(2));
        }
    }

    [Test]
    public void A_caller_alone_in_the_menu_hears_a_prompt_and_the_menu_hears_his_keys()
    {
        using var room = new RealRoom();
        using var anna = new Speech(AudioCodec.Pcma, t => t is > 1 and < 1.2 ? Tone.Of(770, -9)(t) + Tone.Of(1_336, -9)(t) : 0);
        var annas = room.Call("anna");
        using var said = new ManualResetEventSlim();
        var (keys, end) = ("", PromptEnd.Gone);
        room.Sounds.ListenForDigits(RealRoom.Id, new ParticipantId("anna"), digit => keys += digit.Symbol);
        room.Sounds.Tell(RealRoom.Id, new ParticipantId("anna"), new Beep(), how =>
        {
            end = how;
            said.Set();
        });
        var loudest = -180.0;
        for (var i = 0; i < 100; i++)
        {
            Speak(annas, anna);
            Hear(annas.Socket, anna);
            loudest = Math.Max(loudest, anna.Heard(600, 0.2));
        }

        Assert.That(said.Wait(TimeSpan.FromSeconds(5)), Is.True);
        Assert.That((end, keys), Is.EqualTo((PromptEnd.Said, "5")));
        Assert.That(loudest, Is.GreaterThan(-20));
    }

    internal static void Speak((Socket Socket, IPEndPoint Server) from, Speech speech) => from.Socket.SendTo(speech.Next(8, 0x5000_0001), from.Server);

    // Who hears nothing speaks on: a first packet may come before its room is ready for it.
    private void Hear(Socket socket, Speech ear)
    {
        while (socket.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectRead))
        {
            var length = socket.Receive(_datagram);
            if (RtpPacket.TryParse(_datagram.AsSpan(0, length), out var packet) && packet.PayloadType.Value == 8)
                ear.Hear(packet.Payload);
            if (socket.Available == 0)
                return;
        }
    }

    private sealed class Beep : ISoundSource
    {
        private int _at;

        public bool TryRead(Span<float> frame)
        {
            if (_at >= SoundFrame.SampleRate / 2)
                return false;

            Tone.Render(Tone.Of(600), SoundFrame.SampleRate, _at / (double)SoundFrame.SampleRate, frame.Length).CopyTo(frame);
            _at += frame.Length;
            return true;
        }
    }
}
