using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>baresip as a terminal, in a directory of its own, with one line. It says a sound file of one tone or of silence, and keeps what it hears.</summary>
internal sealed class Baresip : IAsyncDisposable
{
    public const int SampleRate = 8_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory;
    private readonly Process _process;

    private Baresip(DirectoryInfo directory, Process process, int port) => (_directory, _process, Port) = (directory, process, port);

    /// <summary>Where it can be called.</summary>
    public int Port { get; }

    /// <summary>Registers, with that account, or only calls.</summary>
    public static async Task<Baresip> StartAsync(string account, int? toneHertz = null, params string[] commands)
    {
        var directory = Directory.CreateTempSubdirectory("baresip-");
        var wave = Path.Combine(directory.FullName, "said.wav");
        await File.WriteAllBytesAsync(wave, WaveOf(toneHertz, seconds: 60));

        // It listens for TLS at the port after its own, and at the next for us.
        var port = TestPorts.Free(inARow: 3);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "config"), $"""
            poll_method epoll
            sip_listen 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}
            net_interface 127.0.0.1
            sip_verify_server no
            audio_source aufile,{wave}
            audio_player aubridge,nowhere
            audio_channels 1
            ausrc_srate {SampleRate}
            rtp_ports 31800-32700
            call_max_calls 1
            ctrl_tcp_listen 127.0.0.1:{(port + 2).ToString(CultureInfo.InvariantCulture)}
            snd_path {directory.FullName}
            module_path /usr/lib/baresip/modules
            module g711.so
            module aufile.so
            module aubridge.so
            module sndfile.so
            module srtp.so
            module_tmp uuid.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so

            """);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "contacts"), "");
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "accounts"), account + "\n");
        var process = TestProgram.Start("baresip", ["-4", "-f", directory.FullName, .. commands]);
        process.StandardInput.Close();
        return new Baresip(directory, process, port);
    }

    /// <summary>What its keyboard would be told: hold, resume.</summary>
    public async Task CommandAsync(string command)
    {
        var message = $"{{\"command\":\"{command}\"}}";
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port + 2);
        await socket.Client.SendAsync(Encoding.ASCII.GetBytes($"{message.Length}:{message},"));
        Assert.That(await socket.Client.ReceiveAsync(new byte[4_096]).WaitAsync(Patience), Is.GreaterThan(0), $"baresip's answer to {command}");
    }

    /// <summary>Waits until it has ended by itself, and gives back what it has heard.</summary>
    public async Task<short[]> HeardAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return Heard();
    }

    /// <summary>What it has heard until now, or until it first held: there its recorder ends.</summary>
    public short[] Heard()
    {
        const int header = 44;
        if (_directory.GetFiles("*-dec.wav") is not [var file])
            return [];

        var bytes = File.ReadAllBytes(file.FullName);
        var samples = new short[Math.Max(bytes.Length - header, 0) / 2];
        Buffer.BlockCopy(bytes, header, samples, 0, samples.Length * 2);
        return samples;
    }

    /// <summary>Waits until it has heard that tone for half a second, alone or among others.</summary>
    public Task HearsAsync(int hertz) => Waiting.UntilAsync(() => TenthsOf(hertz, Heard()) > 5, $"baresip to hear {hertz} Hz", Patience.TotalSeconds);

    /// <summary>In how many tenths of a second that tone is, alone or among others.</summary>
    public static int TenthsOf(int hertz, short[] samples) => ToneIn(samples, hertz).Count(part => part.Share > 0.1 && part.Level > 0.01);

    /// <summary>How much of the energy is that tone, tenth of a second by tenth, with its loudness.</summary>
    public static IEnumerable<(double Share, double Level)> ToneIn(short[] samples, int hertz)
    {
        const int window = SampleRate / 10;
        for (var at = 0; at + window <= samples.Length; at += window)
        {
            var (cosine, sine, energy) = (0.0, 0.0, 0.0);
            for (var i = 0; i < window; i++)
            {
                var (sample, angle) = (samples[at + i] / 32_768.0, 2 * Math.PI * hertz * i / SampleRate);
                (cosine, sine, energy) = (cosine + (sample * Math.Cos(angle)), sine + (sample * Math.Sin(angle)), energy + (sample * sample));
            }

            yield return (energy < 1e-6 ? 0 : 2 * ((cosine * cosine) + (sine * sine)) / window / energy, Math.Sqrt(energy / window));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>A sound file of one tone, or of silence.</summary>
    public static byte[] WaveOf(int? hertz, int seconds)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (seconds * SampleRate * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRate);
        writer.Write(SampleRate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(seconds * SampleRate * 2);
        for (var i = 0; i < seconds * SampleRate; i++)
            writer.Write((short)(hertz is { } tone ? 8_000 * Math.Sin(2 * Math.PI * tone * i / SampleRate) : 0));
        return stream.ToArray();
    }
}
