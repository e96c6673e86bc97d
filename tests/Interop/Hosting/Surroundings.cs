using Interop.Browsers;
using Interop.Calls;

namespace Interop.Hosting;

/// <summary>A server and a browser that can reach each other, and the pages that are open.</summary>
internal sealed class Surroundings : IAsyncDisposable
{
    private readonly List<IBrowserPage> _pages = [];

    private Surroundings(PrivateNetwork? network, ServerUnderTest server, Chromium browser)
    {
        Network = network;
        Server = server;
        Browser = browser;
    }

    public PrivateNetwork? Network { get; }

    public ServerUnderTest Server { get; }

    public Chromium Browser { get; }

    public static async Task<Surroundings> CreateAsync(bool isPrivate, params string[] settings)
    {
        var network = isPrivate ? await PrivateNetwork.CreateAsync() : null;
        var browser = Chromium.StartAsync(network);
        var server = await ServerUnderTest.StartAsync(network, settings);
        return new Surroundings(network, server, await browser);
    }

    // Any page of the server will do; this one is plain text.
    public async Task<CallPage> OpenPageAsync() => await CallPage.PrepareAsync(await OpenPageAsync(new Uri(Server.Http, "/metrics")), Server.Http);

    public async Task<IBrowserPage> OpenPageAsync(Uri address, PageSetup? setup = null)
    {
        var page = await Browser.OpenAsync(address, setup);
        _pages.Add(page);
        return page;
    }

    public async Task ClosePagesAsync()
    {
        foreach (var page in _pages)
            await Browser.CloseAsync(page);

        _pages.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        Server.Dispose();
        Network?.Dispose();
    }
}
