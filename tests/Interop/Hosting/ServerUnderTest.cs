using SignalingHost.Tests.Hosting;

namespace Interop.Hosting;

/// <summary>The server as its user starts it, with rooms by setting. Every room has the same two tokens.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    public const string PublishToken = "may-publish";
    public const string PlayToken = "may-play";
    private const int Rooms = 60;
    private const int RtpPorts = 100;

    private static int _lastRoom;

    private readonly ChildProcess _process;
    private readonly DirectoryInfo _directory;

    private ServerUnderTest(ChildProcess process, DirectoryInfo directory, Uri http, int sipPort)
    {
        _process = process;
        _directory = directory;
        Http = http;
        SipPort = sipPort;
    }

    public Uri Http { get; }

    /// <summary>Where it listens for SIP, outside of private networks.</summary>
    public int SipPort { get; }

    /// <summary>What it has printed.</summary>
    public string[] Output => _process.Lines;

    public static async Task<ServerUnderTest> StartAsync(PrivateNetwork? network = null, params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("conference-interop-");

        // A private network is empty, so any port will do there.
        var (http, media, sip, rtp) = network is null
            ? (0, TestPorts.Free(Environment.ProcessorCount), TestPorts.Free(), TestPorts.Free(RtpPorts))
            : (8080, 40_000, 0, 42_000);
        string[] command =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "SignalingHost.dll"),
            $"--Http:Port={http}", $"--Https:Port={(network is null ? 0 : 8443)}", $"--Sip:Port={sip}", "--Sip:TlsPort=0",
            $"--Media:FirstPort={media}", $"--Media:RtpPorts={rtp}-{rtp + RtpPorts - 1}", "--Media:AnnouncedAddresses=127.0.0.1",
            .. Enumerable.Range(1, Rooms).SelectMany(i => RoomSettings(i)), .. settings,
        ];
        var process = ChildProcess.Start(command, network, directory.FullName, new Dictionary<string, string>(), lines: true);
        try
        {
            await process.WaitForLineAsync("  data", TimeSpan.FromSeconds(60));
        }
        catch
        {
            process.Dispose();
            throw;
        }

        var line = process.Lines.First(line => line.StartsWith("  http ", StringComparison.Ordinal));
        var port = new Uri(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).Port;
        return new ServerUnderTest(process, directory, new Uri($"http://127.0.0.1:{port}/"), sip);
    }

    /// <summary>A room that nobody else uses.</summary>
    public static string NewRoom() => $"room-{(Interlocked.Increment(ref _lastRoom) % Rooms) + 1}";

    public void Dispose()
    {
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string[] RoomSettings(int number) =>
    [
        $"--Rooms:{number - 1}:ConferenceId=room-{number}",
        $"--Rooms:{number - 1}:PublishToken={PublishToken}",
        $"--Rooms:{number - 1}:PlayToken={PlayToken}",
    ];
}
