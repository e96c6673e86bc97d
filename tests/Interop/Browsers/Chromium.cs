using System.Text.Json.Nodes;
using Interop.Hosting;

namespace Interop.Browsers;

/// <summary>A headless Chromium, told what to do in the DevTools protocol through a pipe: no port, so it may live in any network.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string Program = "/usr/bin/chromium";

    private static readonly string[] Switches =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-quic",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
        "--mute-audio", "--autoplay-policy=no-user-gesture-required",

        // Several pages are looked at at once; none of them is in the background.
        "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",

        // For pages that want a camera: one that shows a pie, granted without asking.
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",

        // Pages meet the server on this machine, by address.
        "--allow-loopback-in-peer-connection", "--disable-features=WebRtcHideLocalIpsWithMdns",
        "--remote-debugging-pipe",
    ];

    private readonly ChildProcess _process;
    private readonly DevToolsPipe _pipe;
    private readonly DirectoryInfo _profile;

    private Chromium(ChildProcess process, DevToolsPipe pipe, DirectoryInfo profile)
    {
        _process = process;
        _pipe = pipe;
        _profile = profile;
    }

    public static async Task<Chromium> StartAsync(PrivateNetwork? network = null)
    {
        Assert.That(Program, Does.Exist, "Chromium is not installed: ./test installs it (build/packages.sh).");
        var profile = Directory.CreateTempSubdirectory("conference-chromium-");

        // The browser speaks DevTools on descriptors 3 and 4, which are our ends of its standard streams.
        const string script = "exec 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null; exec \"$@\"";
        string[] command = ["/bin/sh", "-c", script, "sh", Program, .. Switches, $"--user-data-dir={profile.FullName}", "about:blank"];
        var process = ChildProcess.Start(command, network, profile.FullName, new Dictionary<string, string> { ["HOME"] = profile.FullName }, lines: false);
        var browser = new Chromium(process, new DevToolsPipe(process.Input, process.Output), profile);
        await browser._pipe.AskAsync("Browser.getVersion", []);
        return browser;
    }

    /// <summary>A page in a window of its own.</summary>
    public async Task<IBrowserPage> OpenAsync(Uri address, PageSetup? setup = null)
    {
        var (width, height) = (setup ??= new PageSetup()).Size;
        var context = (string)(await _pipe.AskAsync("Target.createBrowserContext", []))["browserContextId"]!;
        var target = (string)(await _pipe.AskAsync(
            "Target.createTarget",
            new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context, ["newWindow"] = true, ["width"] = width, ["height"] = height }))["targetId"]!;
        var session = (string)(await _pipe.AskAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
        var page = new ChromiumPage(_pipe, session, context);
        await page.PrepareAsync(setup);
        await page.GoAsync(address);
        return page;
    }

    public async Task CloseAsync(IBrowserPage page) =>
        await _pipe.AskAsync("Target.disposeBrowserContext", new JsonObject { ["browserContextId"] = ((ChromiumPage)page).Context });

    public async ValueTask DisposeAsync()
    {
        await _pipe.DisposeAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }
}
