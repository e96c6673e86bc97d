using System.Net;
using Microsoft.AspNetCore.Builder;
using SignalingHost.Web;

namespace SignalingHost.Tests.Web;

/// <summary>The browser client as it is served: fresh page, lasting assets, packed for who takes it so, closed to frames and strangers.</summary>
public sealed class ClientEndpointsTests
{
    private string _directory = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _directory = Directory.CreateTempSubdirectory("client").FullName;
        Directory.CreateDirectory(Path.Combine(_directory, "assets"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "index.html"), "<!doctype html>");
        await File.WriteAllTextAsync(Path.Combine(_directory, "assets", "index-1a2b.js"), "plain");
        await File.WriteAllTextAsync(Path.Combine(_directory, "assets", "index-1a2b.js.gz"), "packed");

        _app = WebApplication.CreateSlimBuilder().Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapClient(ClientFiles.Read(_directory));
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public async Task The_page_is_asked_for_again_each_time_and_nobody_frames_it()
    {
        using var response = await _client.GetAsync("/");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(response.Headers.CacheControl!.NoCache, Is.True);
        Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'self'").And.Contain("frame-ancestors 'none'"));
    }

    [Test]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        using var first = await _client.GetAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await _client.SendAsync(request);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Assets_are_kept_for_good()
    {
        using var response = await _client.GetAsync("/assets/index-1a2b.js");

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("plain"));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=31536000, immutable"));
    }

    [Test]
    public async Task Who_takes_gzip_gets_what_was_packed_when_it_was_built()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-1a2b.js");
        request.Headers.Add("Accept-Encoding", "br, gzip");

        using var response = await _client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("packed"));
        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
    }

    [TestCase("/assets/other.js")]
    [TestCase("/assets/index-1a2b.js.gz")]
    [TestCase("/assets/..%2findex.html")]
    public async Task Nothing_else_is_served(string path)
    {
        using var response = await _client.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
