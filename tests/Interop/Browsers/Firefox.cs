using System.Text.Json.Nodes;
using Interop.Hosting;
using SignalingHost.Tests.Hosting;

namespace Interop.Browsers;

/// <summary>A headless Firefox with one page, told what to do by WebDriver BiDi (W3C), which it speaks itself.</summary>
internal sealed class Firefox : IAsyncDisposable
{
    public const string Program = "/usr/bin/firefox-esr";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Without these it uses no loopback address, hides addresses behind names, blocks sound and asks its maker for updates.
    private static readonly string[] Preferences =
    [
        "'media.peerconnection.ice.loopback', true", "'media.peerconnection.ice.obfuscate_host_addresses', false",
        "'media.navigator.permission.disabled', true", "'media.navigator.streams.fake', true", "'media.navigator.audio.fake_frequency', 1500",
        "'media.peerconnection.ice.default_address_only', false", "'media.autoplay.default', 0", "'media.autoplay.blocking_policy', 0",
        "'media.gmp-manager.updateEnabled', false", "'app.update.enabled', false", "'extensions.update.enabled', false",
        "'extensions.systemAddon.update.enabled', false", "'toolkit.telemetry.enabled', false", "'datareporting.usage.uploadEnabled', false",
        "'datareporting.policy.dataSubmissionEnabled', false", "'network.captive-portal-service.enabled', false",
        "'network.connectivity-service.enabled', false", "'services.settings.server', 'data:,'", "'dom.push.enabled', false",
        "'browser.safebrowsing.update.enabled', false", "'browser.shell.checkDefaultBrowser', false",
        "'browser.startup.homepage_override.mstone', 'ignore'", "'browser.aboutwelcome.enabled', false", "'browser.region.network.url', ''",
        "'network.proxy.type', 0", "'remote.active-protocols', 1",
    ];

    private readonly ChildProcess _process;
    private readonly DirectoryInfo _profile;
    private readonly BiDiSocket _socket;

    private Firefox(ChildProcess process, DirectoryInfo profile, BiDiSocket socket)
    {
        _process = process;
        _profile = profile;
        _socket = socket;
    }

    public static async Task<Firefox> StartAsync()
    {
        Assert.That(Program, Does.Exist, "Firefox is not installed: ./test installs it (build/packages.sh).");
        var profile = Directory.CreateTempSubdirectory("conference-firefox-");
        await File.WriteAllLinesAsync(
            Path.Combine(profile.FullName, "user.js"), Preferences.Select(preference => $"user_pref({preference.Replace('\'', '"')});"));
        var port = TestPorts.Free();
        var process = ChildProcess.Start(
            [Program, "--headless", "--no-remote", "--profile", profile.FullName, "--remote-debugging-port", $"{port}"],
            network: null, profile.FullName, new Dictionary<string, string> { ["HOME"] = profile.FullName, ["MOZ_CRASHREPORTER_DISABLE"] = "1" }, lines: true);
        try
        {
            // It says where it listens, but on which of its two streams has changed with its versions.
            await process.WaitForLineAsync("WebDriver BiDi listening", Patience);
            var socket = await BiDiSocket.OpenAsync(new Uri($"ws://127.0.0.1:{port}/session"));
            await socket.AskAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
            return new Firefox(process, profile, socket);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>A page in a tab of its own; the script is in it before any of its own.</summary>
    public async Task<IBrowserPage> OpenAsync(Uri address, string? script = null)
    {
        var context = (string)(await _socket.AskAsync("browsingContext.create", new JsonObject { ["type"] = "tab" }))["context"]!;
        if (script is not null)
        {
            await _socket.AskAsync(
                "script.addPreloadScript", new JsonObject { ["functionDeclaration"] = $"() => {{ {script} }}", ["contexts"] = new JsonArray(context) });
        }

        await _socket.AskAsync("browsingContext.navigate", new JsonObject { ["context"] = context, ["url"] = address.ToString(), ["wait"] = "complete" });
        return new FirefoxPage(_socket, context);
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }
}
