using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SignalingHost.Tests.Sip.Trunks;

/// <summary>
/// Kamailio as a telephone operator: one account, acme at operator.example, who is asked who he is; calls for 9999 go to where he has registered,
/// calls of his to the one telephone there is.
/// </summary>
internal sealed class Operator : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kamailio-");
    private readonly Process _process;

    private Operator(int port, int phone, string algorithm)
    {
        Port = port;
        var template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sip", "Scenarios", "operator.cfg"));
        var path = Path.Combine(_directory.FullName, "operator.cfg");
        File.WriteAllText(path, template
            .Replace("{PORT}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{PHONE}", phone.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{ALGORITHM}", algorithm, StringComparison.Ordinal));
        var start = new ProcessStartInfo("kamailio", ["-DD", "-E", "-m", "64", "-M", "16", "-f", path, "-Y", _directory.FullName, "-P", Path.Combine(_directory.FullName, "pid")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => TestContext.Out.WriteLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>What a trunk to this operator is set to.</summary>
    public string[] Settings(string name = "operator", int index = 0) =>
    [
        Setting(index, "Name", name), Setting(index, "Hosts", $"127.0.0.1:{Port}"), Setting(index, "Domain", "operator.example"), Setting(index, "User", "acme"),
        Setting(index, "Password", "trunk-secret"), Setting(index, "Register", "true"), Setting(index, "ProbeEvery", "5"), Setting(index, "Number", "+8657128736000"),
    ];

    public static string Setting(int index, string name, string value) => string.Create(CultureInfo.InvariantCulture, $"--Sip:Trunks:{index}:{name}={value}");

    public static async Task<Operator> StartAsync(int port, int phone = 9, string algorithm = "MD5")
    {
        var kamailio = new Operator(port, phone, algorithm);
        using var asker = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var question = Encoding.ASCII.GetBytes(
            $"OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{((IPEndPoint)asker.Client.LocalEndPoint!).Port};branch=z9hG4bKup;rport\r\n"
            + "From: <sip:t@127.0.0.1>;tag=1\r\nTo: <sip:t@127.0.0.1>\r\nCall-ID: up\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 5\r\nContent-Length: 0\r\n\r\n");
        for (var i = 0; i < 100; i++)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            try
            {
                await asker.SendAsync(question, new IPEndPoint(IPAddress.Loopback, port));
                await asker.ReceiveAsync(patience.Token);
                return kamailio;
            }
            catch (Exception notYet) when (notYet is SocketException or OperationCanceledException)
            {
                await Task.Delay(50);
            }
        }

        await kamailio.DisposeAsync();
        throw new InvalidOperationException("Kamailio does not answer; the test's output has what it said.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
