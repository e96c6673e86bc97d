using System.Text.Json;
using Interop.Browsers;
using Interop.Hosting;

namespace Interop;

/// <summary>The example that the README sends people to, opened from the disk as they do.</summary>
[Category("Browser")]
public sealed class ExampleTests
{
    private Surroundings _place = null!;

    [OneTimeSetUp]
    public async Task Meet() => _place = await SharedSurroundings.GetAsync();

    [TearDown]
    public Task Part() => _place.ClosePagesAsync();

    [Test]
    public async Task The_example_publishes_plays_resizes_and_ends()
    {
        var page = await _place.OpenPageAsync(new Uri(Find("docs/examples/whip-whep.html")));
        await page.RunAsync($"""
            server.value = '{_place.Server.Http.ToString().TrimEnd('/')}';
            room.value = '{ServerUnderTest.NewRoom()}';
            """);

        await page.RunAsync("document.getElementById('publish').click()");
        await SaysAsync(page, "Published. Now play it, here or in another window.");
        await page.RunAsync("document.getElementById('play').click()");
        await SaysAsync(page, "Playing whoever speaks.");
        await UntilAsync(page, "theirs.videoWidth > 0 && theirs.currentTime > 0.5");
        await page.RunAsync("height.value = '180'; height.dispatchEvent(new Event('change'))");
        await SaysAsync(page, "The size will follow.");
        await UntilAsync(page, "theirs.videoHeight === 180");
        await page.RunAsync("document.getElementById('end').click()");
        await SaysAsync(page, "Ended.");
    }

    private static Task SaysAsync(IBrowserPage page, string text) => UntilAsync(page, $"says.textContent === {JsonSerializer.Serialize(text)}");

    private static async Task UntilAsync(IBrowserPage page, string condition) => await page.EvaluateAsync($$"""
        (async () => {
          for (let i = 0; i < 500; i++) {
            if ({{condition}}) return;
            await new Promise(resolve => setTimeout(resolve, 20));
          }
          throw new Error({{JsonSerializer.Serialize(condition)}} + ' did not come; the page says: ' + says.textContent);
        })()
        """);

    private static string Find(string path)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Conference.slnx")))
            directory = Path.GetDirectoryName(directory)!;

        return Path.Combine(directory, path);
    }
}
