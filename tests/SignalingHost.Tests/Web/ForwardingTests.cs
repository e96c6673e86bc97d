using System.Net;
using Meetings;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Rest;

namespace SignalingHost.Tests.Web;

/// <summary>What a reverse proxy says of its callers is believed when the operator trusts the proxy, and of nobody else.</summary>
public sealed class ForwardingTests
{
    private const string Trusted = "127.0.0.9";
    private const string Stranger = "127.0.0.8";

    private ConferenceScene _scene = null!;

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync(null, "--Http:TrustedProxies=127.0.0.9,127.7.0.0/16");

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [TestCase(Trusted, "203.0.113.7", "203.0.113.7")]
    [TestCase(Trusted, "2001:db8::7", "2001:db8::7")]
    [TestCase(Trusted, "203.0.113.7, 127.7.3.4", "203.0.113.7", TestName = "A chain of trusted proxies is walked to its end")]
    [TestCase(Trusted, "198.51.100.1, 203.0.113.7", "203.0.113.7", TestName = "What stands before an untrusted link is that one's own word")]
    [TestCase(Trusted, "no address", Trusted)]
    [TestCase(Trusted, null, Trusted)]
    [TestCase(Stranger, "203.0.113.7", Stranger)]
    public async Task The_source_of_a_request_is(string from, string? forwardedFor, string source)
    {
        var meeting = await _scene.OpenAsync();
        using var client = new ApiClient(_scene.Server.Http, IPAddress.Parse(from));
        (string, string)[] headers = forwardedFor is null ? [] : [("X-Forwarded-For", forwardedFor)];
        var answer = await client.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = meeting.Value, password = ConferenceScene.GuestPassword, name = "Somebody" }, headers);

        Assert.That(answer.Status, Is.EqualTo(200), $"{answer}");
        Assert.That(_scene.View(meeting).Participants.Single().Device.Address, Is.EqualTo(source));
    }

    [TestCase(Trusted, "https")]
    [TestCase(Stranger, "http")]
    public async Task The_scheme_of_a_request_is(string from, string scheme)
    {
        using var client = new ApiClient(_scene.Server.Http, IPAddress.Parse(from));
        var answer = await client.SendAsync(HttpMethod.Get, "/v1/mmc/management/conferences/region/info?conferenceID=1", null, null, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.That(answer.Json.GetProperty("regionUrl").GetString(), Does.StartWith($"{scheme}://"));
    }

    [Test]
    public async Task Wrong_passwords_are_counted_against_the_caller_and_not_the_proxy()
    {
        var meeting = await _scene.OpenAsync();
        using var proxy = new ApiClient(_scene.Server.Http, IPAddress.Parse(Trusted));
        ApiAnswer? last = null;
        for (var i = 0; i < 40 && last?.Json.GetProperty("error_code").GetString() != Refusal.ConfAnonymousLoginLocked.Code; i++)
            last = await JoinAsync("203.0.113.66", "000000");

        Assert.That(last!.Json.GetProperty("error_code").GetString(), Is.EqualTo(Refusal.ConfAnonymousLoginLocked.Code));
        Assert.That((await JoinAsync("203.0.113.67", ConferenceScene.GuestPassword)).Status, Is.EqualTo(200));

        Task<ApiAnswer> JoinAsync(string from, string password) =>
            proxy.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = meeting.Value, password, name = "Somebody" }, ("X-Forwarded-For", from));
    }
}
