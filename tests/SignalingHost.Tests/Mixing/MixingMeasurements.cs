using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Protocols.Rtp;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>Figures, for docs/mechanisms/audio-mixing.md: run by name, in Release, with nothing else on the machine.</summary>
[Category("OnDemand")]
public sealed class MixingMeasurements
{
    private const int Bursts = 100;
    private const double TicksPerSecond = 100;

    [Test]
    public void From_the_packet_in_to_the_packet_out_that_contains_it()
    {
        using var room = new RealRoom();
        var anna = room.Call("anna");
        var bert = room.Call("bert");
        using var speech = new Speech(AudioCodec.Pcma, Tone.Silence);
        using var ear = new Speech(AudioCodec.Pcma, Tone.Silence);
        var delays = new List<double>();
        var clock = Stopwatch.StartNew();
        var (sentAt, datagram) = (double.NaN, new byte[2_000]);
        bert.Socket.Blocking = false;

        // Who has never sent is not sent to at a private address.
        RealCallsTests.Speak(bert, ear);

        // A burst of 100 ms twice a second, whose beginning wanders once through the 20 ms of the mix.
        for (var packet = 0; delays.Count < Bursts && clock.Elapsed.TotalSeconds < Bursts; packet++)
        {
            var isLoud = packet % 25 is >= 20;
            speech.Says = isLoud ? Tone.Of(1_000) : Tone.Silence;
            var due = (packet * 20) + (packet / 25 * 0.2);
            while (clock.Elapsed.TotalMilliseconds < due)
                Listen();

            if (packet % 25 == 20 && packet > 100)
                sentAt = clock.Elapsed.TotalMilliseconds;

            RealCallsTests.Speak(anna, speech);
        }

        delays.Sort();
        TestContext.Out.WriteLine($"{delays.Count} bursts: median {delays[delays.Count / 2]:F1} ms, p99 {delays[(delays.Count - 1) * 99 / 100]:F1}, least {delays[0]:F1}, most {delays[^1]:F1}");

        void Listen()
        {
            if (bert.Socket.Available == 0)
                return;

            var length = bert.Socket.Receive(datagram);
            if (double.IsNaN(sentAt) || !RtpPacket.TryParse(datagram.AsSpan(0, length), out var packet))
                return;

            var quiet = ear.PacketsHeard;
            ear.Hear(packet.Payload);
            if (ear.PacketsHeard > quiet && ear.Heard(1_000, 0.02) > -30)
            {
                delays.Add(clock.Elapsed.TotalMilliseconds - sentAt);
                sentAt = double.NaN;
            }
        }
    }

    /// <summary>Everything the server does for them: sockets, shard, mix. Who talks is heard by all; the others send silence.</summary>
    [TestCase(50, 2)]
    [TestCase(50, 50)]
    [TestCase(200, 2)]
    [TestCase(200, 200)]
    public void Cost_of_a_telephone_in_one_room(int telephones, int talking)
    {
        using var room = new RealRoom();
        var calls = Enumerable.Range(0, telephones).Select(number => room.Call($"telephone {number}")).ToList();
        var voices = calls.Select((_, number) => Packets(number < talking ? Tone.Voice(100 + number) : Tone.Silence)).ToList();
        var clock = Stopwatch.StartNew();
        var (round, before, from) = (0, Cpu(), 0.0);
        while (clock.Elapsed.TotalSeconds < 25)
        {
            for (var i = 0; i < calls.Count; i++)
            {
                // Spread over the 20 ms.
                while (clock.Elapsed.TotalMilliseconds < (round * 20) + (i * 20.0 / calls.Count))
                    Thread.SpinWait(20);

                var packet = voices[i][round % voices[i].Length];
                packet[2] = (byte)(round >> 8);
                packet[3] = (byte)round;
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(round * 160));
                calls[i].Socket.SendTo(packet, SocketFlags.None, calls[i].Server);
            }

            if (++round == 250)
                (before, from) = (Cpu(), clock.Elapsed.TotalSeconds);
        }

        var (spent, seconds) = (Cpu(), clock.Elapsed.TotalSeconds - from);
        var parts = spent.Keys.Order(StringComparer.Ordinal).Select(name => (name, Share: (spent[name] - before.GetValueOrDefault(name)) / seconds)).Where(part => part.Share > 0.001).ToList();
        var sum = parts.Sum(part => part.Share);
        TestContext.Out.WriteLine($"{telephones} telephones, {talking} talk: {sum * 100:F1} % of a core, {telephones / sum:F0} on one; "
            + string.Join(", ", parts.Select(part => $"{part.name} {part.Share * 100:F1} %")));
        Assert.That(room.Sounds.Statistics.Sum(worker => worker.TicksSkipped), Is.Zero);
    }

    private static byte[][] Packets(Func<double, double> says)
    {
        using var speech = new Speech(AudioCodec.Pcma, says);
        return [.. Enumerable.Range(0, 150).Select(_ => speech.Next(8, 0x5000_0001).ToArray())];
    }

    /// <summary>Seconds of processor time by threads' names, the test's own apart.</summary>
    private static Dictionary<string, double> Cpu()
    {
        var spent = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            var line = File.ReadAllText($"{task}/stat");
            var name = line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..line.LastIndexOf(')')];
            var kind = name.Split(' ')[0] switch
            {
                "shard" => "shard",
                "sound" => "mix",
                ".NET" when name.StartsWith(".NET Sockets", StringComparison.Ordinal) || name.StartsWith(".NET TP", StringComparison.Ordinal) => "ports",
                _ => "",
            };
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            if (kind.Length > 0)
                spent[kind] = spent.GetValueOrDefault(kind) + ((double.Parse(fields[11], null) + double.Parse(fields[12], null)) / TicksPerSecond);
        }

        return spent;
    }
}
