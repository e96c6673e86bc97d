using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Interop.Calls;
using Interop.Hosting;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Sip;

namespace Interop.Terminals;

/// <summary>
/// baresip as a meeting-room terminal: it films a colour with a number in it, says a tone or nothing, and what is on its screen can be read. H.264 in
/// packetization mode 0, G.711.
/// </summary>
internal sealed class Terminal : IAsyncDisposable
{
    private const int Seconds = 150;
    private const int RtpPorts = 20;

    private readonly DirectoryInfo _directory;
    private readonly ChildProcess _process;
    private readonly TcpClient _control;
    private int _screens;

    private Terminal(string name, Paint color, DirectoryInfo directory, ChildProcess process, TcpClient control) =>
        (Name, Color, _directory, _process, _control) = (name, color, directory, process, control);

    public string Name { get; }

    public Paint Color { get; }

    /// <summary>Registers as that account at the server's SIP port, and can then call.</summary>
    public static async Task<Terminal> StartAsync(TerminalAccount account, Paint color, int number, int? tone)
    {
        var directory = Directory.CreateTempSubdirectory("conference-terminal-");
        var film = Path.Combine(directory.FullName, "film.mp4");
        var sound = Path.Combine(directory.FullName, "sound.wav");

        // It listens for TLS at the port after its own, and at the next for us.
        var sip = TestPorts.Free(inARow: 3);
        var rtp = TestPorts.Free(RtpPorts);
        await Task.WhenAll(FilmAsync(film, color, number), File.WriteAllBytesAsync(sound, Baresip.WaveOf(tone, Seconds)));
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "config"), $"""
            poll_method epoll
            sip_listen 127.0.0.1:{Text(sip)}
            net_interface 127.0.0.1
            sip_verify_server no
            audio_source aufile,{sound}
            audio_player aubridge,nowhere
            audio_channels 1
            ausrc_srate {Text(Baresip.SampleRate)}
            video_source avformat,{film}
            video_display fakevideo,nowhere
            video_size 640x368
            video_bitrate 400000
            video_fps 15
            rtp_ports {Text(rtp)}-{Text(rtp + RtpPorts - 1)}
            module_path /usr/lib/baresip/modules
            module g711.so
            module aufile.so
            module aubridge.so
            module avcodec.so
            module avformat.so
            module fakevideo.so
            module snapshot.so
            module_tmp uuid.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so
            ctrl_tcp_listen 127.0.0.1:{Text(sip + 2)}

            """);
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "contacts"), "");
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "accounts"),
            $"<sip:{account.Number}@127.0.0.1:{Text(account.SipPort)}>;auth_user={account.Number};auth_pass={account.Password};regint=120;audio_codecs=PCMA/8000/1;video_codecs=h264\n");
        var process = ChildProcess.Start(["baresip", "-4", "-f", directory.FullName], null, directory.FullName, new Dictionary<string, string>(), lines: true);
        process.Input.Close();
        return new Terminal(account.Name, color, directory, process, await ConnectAsync(sip + 2, process));
    }

    public Task DialAsync(string address) => CommandAsync("dial", address);

    /// <summary>What is on the screen now.</summary>
    public async Task<Screenshot> LookAsync()
    {
        var path = Path.Combine(_directory.FullName, $"screen-{Text(++_screens)}.png");
        await CommandAsync("snapshot_recv", path);
        for (var end = Environment.TickCount64 + 10_000; ; await Task.Delay(20))
        {
            if (File.Exists(path) && Screenshot.TryRead(await File.ReadAllBytesAsync(path), out var screen))
                return screen!;

            Assert.That(Environment.TickCount64, Is.LessThan(end), $"no picture came to {Name}: {string.Join(" / ", _process.Lines.TakeLast(12))}");
        }
    }

    /// <summary>Waits until the screen is so, and gives back after how many milliseconds it was.</summary>
    public async Task<double> SeesAsync(Func<Screenshot, bool> isSo, string what, double patience = 20)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!isSo(await LookAsync()))
        {
            if (TimeProvider.System.GetElapsedTime(begun).TotalSeconds > patience)
            {
                Keep("missing");
                Assert.Fail($"{Name} does not see {what}.");
            }
        }

        return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>Keeps the last picture where the run's results are.</summary>
    public void Keep(string name)
    {
        var kept = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"terminal-{name}.png");
        File.Copy(Path.Combine(_directory.FullName, $"screen-{Text(_screens)}.png"), kept, overwrite: true);
        TestContext.AddTestAttachment(kept);
    }

    public ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.Dispose();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task CommandAsync(string command, string parameters)
    {
        var said = JsonSerializer.Serialize(new Dictionary<string, string> { ["command"] = command, ["params"] = parameters });
        await _control.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{Text(said.Length)}:{said},"));
    }

    private static async Task<TcpClient> ConnectAsync(int port, ChildProcess process)
    {
        for (var end = Environment.TickCount64 + 15_000; ; await Task.Delay(50))
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);

                // What it tells of itself is read and forgotten, or it would stop to listen.
                _ = client.GetStream().CopyToAsync(Stream.Null).ContinueWith(static task => task.Exception, TaskScheduler.Default);
                return client;
            }
            catch (SocketException)
            {
                client.Dispose();
                Assert.That(Environment.TickCount64, Is.LessThan(end), $"baresip did not start: {string.Join(" / ", process.Lines)}");
            }
        }
    }

    // It reads no sizes but multiples of 16, no sound track and no B frames.
    private static Task FilmAsync(string path, Paint color, int number)
    {
        const string font = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";
        var write = $"drawtext=fontfile={font}:fontcolor=white";
        return ChildProcess.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", $"color=c=0x{color.Red:x2}{color.Green:x2}{color.Blue:x2}:size=640x368:rate=15:duration={Text(Seconds)}",
            "-vf", $"{write}:text={Text(number)}:fontsize=200:x=(w-tw)/2:y=(h-th)/2,{write}:text=%{{n}}:fontsize=40:x=w-160:y=40",
            "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-g", "30", path);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a terminal registers with.</summary>
internal sealed record TerminalAccount(string Name, string Number, string Password, int SipPort);
