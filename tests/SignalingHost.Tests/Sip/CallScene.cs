using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Sip;
using SignalingHost.Storage;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>A server with meetings and media, and SIPp to call it and to be called.</summary>
internal sealed class CallScene : IAsyncDisposable
{
    public const string Password = "Terminal-2026";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static int _lastTerminal;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sipp-");

    private bool _hasEnded;

    private CallScene(ConferenceScene meetings) => Meetings = meetings;

    public ConferenceScene Meetings { get; }

    public SipService Sip => Meetings.Server.Get<SipService>();

    public static async Task<CallScene> StartAsync(params string[] settings)
    {
        const int rtpPorts = 100;
        var first = TestPorts.Free();
        var rtp = TestPorts.Free(rtpPorts);
        return new CallScene(await ConferenceScene.StartAsync(
            null,
            [
                "--Roles=all", "--Media:Shards=1", $"--Media:FirstPort={first}", $"--Media:RtpPorts={rtp}-{rtp + rtpPorts - 1}", "--Media:AnnouncedAddresses=127.0.0.1",
                "--Sip:Digests=MD5", "--Sip:AccessNumbers:0:Number=9999", .. settings,
            ]));
    }

    /// <summary>An account of a terminal.</summary>
    public Task<Member> AddTerminalAsync() => Meetings.Server.Get<Store>().WriteAsync(async session =>
    {
        var login = $"room{Interlocked.Increment(ref _lastTerminal)}";
        var wanted = new Member { Id = default, Corporation = Meetings.Corporation.Id, Kind = AccountKind.Terminal, Login = login, Name = "Room " + login, Model = "third_party", SipNumber = "" };
        return (await Meetings.Server.Get<MemberDesk>().AddAsync(session, wanted, Password, DateTimeOffset.UtcNow)).Member;
    });

    /// <summary>Registers the terminal at a port of its own, where SIPp will be called.</summary>
    public async Task<int> RegisterAsync(Member terminal)
    {
        var port = TestPorts.Free();
        var scenario = Path.Combine(AppContext.BaseDirectory, "Sip", "Scenarios", "register.xml");
        Assert.That(await RunAsync(port, to: null, 8_000, "-sf", scenario, "-s", terminal.SipNumber, "-au", terminal.SipNumber, "-ap", Password), Is.Zero, "SIPp's exit code on registering");
        return port;
    }

    /// <summary>Runs one call by that scenario; true if all came as it says.</summary>
    /// <remarks>It calls this server, or whoever is at <paramref name="to"/>, and waits so many milliseconds for each message.</remarks>
    public async Task<bool> CallAsync(SippScenario scenario, int? port = null, bool isCalled = false, int? to = null, int patience = 8_000, params string[] arguments)
    {
        var path = Path.Combine(_directory.FullName, $"{Guid.NewGuid():N}.xml");
        await File.WriteAllTextAsync(path, scenario.ToString());
        return await RunAsync(port ?? TestPorts.Free(), to, patience, ["-sf", path, .. isCalled ? ["-bind_local"] : Array.Empty<string>(), .. arguments]) == 0;
    }

    /// <summary>Waits until somebody can be called at this port: SIPp takes a while to start, and the first INVITE would find a closed port.</summary>
    public static Task UntilListensAsync(int port) =>
        Waiting.UntilAsync(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(one => one.Port == port), $"somebody at port {port}");

    /// <summary>Waits until the meeting is so.</summary>
    public async Task<MeetingView> UntilAsync(ConferenceId meeting, Func<MeetingView, bool> isSo, string what)
    {
        using var clock = new CancellationTokenSource(Patience);
        var listener = new Listener(isSo);
        var run = Meetings.Server.Get<RunningMeetings>().Find(meeting)!;
        listener.Hear(run.Subscribe(listener), []);
        try
        {
            return await listener.Seen.Task.WaitAsync(clock.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited in vain for {what}.");
            throw;
        }
        finally
        {
            run.Unsubscribe(listener);
        }
    }

    public MeetingView View(ConferenceId meeting) => Meetings.View(meeting);

    public async Task EndServerAsync()
    {
        if (!_hasEnded)
            await Meetings.DisposeAsync();
        _hasEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        await EndServerAsync();
        _directory.Delete(recursive: true);
    }

    private async Task<int> RunAsync(int port, int? to, int patience, params string[] arguments)
    {
        string[] usual =
        [
            $"127.0.0.1:{(to ?? Sip.Port).ToString(CultureInfo.InvariantCulture)}", "-t", "u1", "-m", "1", "-i", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture),
            "-nostdin", "-timeout", "40", "-timeout_error", "-recv_timeout", patience.ToString(CultureInfo.InvariantCulture),
        ];
        using var sipp = TestProgram.Start("sipp", [.. usual, .. arguments]);
        await sipp.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return sipp.ExitCode;
    }

    private sealed class Listener(Func<MeetingView, bool> isSo) : IMeetingListener
    {
        public TaskCompletionSource<MeetingView> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Hear(MeetingView view, IReadOnlyList<MeetingEvent> events)
        {
            if (isSo(view))
                Seen.TrySetResult(view);
        }
    }
}
