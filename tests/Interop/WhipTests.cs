using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Interop.Calls;
using Interop.Hosting;

namespace Interop;

/// <summary>What WHIP (RFC 9725) and WHEP promise over HTTP, asked with offers that a browser made.</summary>
[Category("Browser")]
public sealed class WhipTests
{
    private Surroundings _place = null!;
    private HttpClient _http = null!;
    private string _sendOffer = "";
    private string _receiveOffer = "";

    [OneTimeSetUp]
    public async Task Meet()
    {
        _place = await SharedSurroundings.GetAsync();
        _http = new HttpClient { BaseAddress = _place.Server.Http };
        var page = await _place.OpenPageAsync();
        _sendOffer = await OfferAsync(page, "sendonly");
        _receiveOffer = await OfferAsync(page, "recvonly");
        await _place.ClosePagesAsync();
    }

    [OneTimeTearDown]
    public void Part() => _http.Dispose();

    [TearDown]
    public Task ClosePages() => _place.ClosePagesAsync();

    [TestCase("whip", ServerUnderTest.PublishToken)]
    [TestCase("whep", ServerUnderTest.PlayToken)]
    public async Task A_session_is_created_with_everything_that_the_client_needs(string kind, string token)
    {
        var room = ServerUnderTest.NewRoom();
        using var created = await PostAsync($"/{kind}/{room}", kind == "whip" ? _sendOffer : _receiveOffer, token);

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(created.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/sdp"));
        Assert.That(created.Headers.Location!.OriginalString, Does.StartWith($"/{kind}/{room}/sessions/"));
        Assert.That(created.Headers.ETag!.Tag, Does.StartWith("\"").And.EndsWith("\"").And.Length.GreaterThan(4));
        Assert.That(created.Headers.GetValues("Link"), Is.EqualTo(new[] { "<stun:stun.example.org:3478>; rel=\"ice-server\"" }));
        Assert.That(string.Join(',', created.Headers.GetValues("Accept-Patch")), Does.Contain("application/trickle-ice-sdpfrag"));
        Assert.That(created.Headers.GetValues("Access-Control-Expose-Headers").Single(), Does.Contain("Location").And.Contain("Link"));
        var answer = await created.Content.ReadAsStringAsync();
        Assert.That(answer, Does.Contain("a=ice-lite").And.Contain("a=setup:passive").And.Contain("a=candidate:"));

        using var ended = await DeleteAsync(created.Headers.Location, token);
        Assert.That(ended.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var again = await DeleteAsync(created.Headers.Location, token);
        await AssertRefusedAsync(again, HttpStatusCode.NotFound, "There is no such session, or it has ended.");
    }

    [TestCase("H264")]
    [TestCase("VP8")]
    public async Task A_browser_that_asks_is_given_the_composed_picture(string codec)
    {
        var room = ServerUnderTest.NewRoom();
        var (alice, bob) = (await _place.OpenPageAsync(), await _place.OpenPageAsync());
        await alice.PublishAsync(room, "alice", new Publication { Width = 320, Height = 180, Bitrate = 300_000, Silent = true, Color = Paint.Grass });
        await bob.PlayAsync(room, how: new Playback { Query = "?picture=mix", Codec = codec, WaitForPicture = false });
        await bob.WatchForAsync(height: 720, color: Paint.Grass);
    }

    [TestCase("/whip/{room}", "wrong")]
    [TestCase("/whip/{room}", ServerUnderTest.PlayToken)]
    [TestCase("/whep/{room}", ServerUnderTest.PublishToken)]
    [TestCase("/whep/{room}/alice", "wrong")]
    public async Task A_wrong_token_opens_nothing(string path, string token)
    {
        using var refused = await PostAsync(path.Replace("{room}", ServerUnderTest.NewRoom(), StringComparison.Ordinal), _sendOffer, token);

        await AssertRefusedAsync(refused, HttpStatusCode.Unauthorized, "The token does not allow this.");
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer error=\"invalid_token\""));
    }

    [Test]
    public async Task Without_a_token_the_client_is_told_to_send_one()
    {
        using var refused = await PostAsync($"/whip/{ServerUnderTest.NewRoom()}", _sendOffer, token: null);

        await AssertRefusedAsync(refused, HttpStatusCode.Unauthorized, "Send the conference's token: Authorization: Bearer <token>.");
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [TestCase("/whip/nowhere")]
    [TestCase("/whep/nowhere")]
    public async Task A_room_that_does_not_exist_is_not_found(string path)
    {
        using var refused = await PostAsync(path, _sendOffer, ServerUnderTest.PublishToken);

        await AssertRefusedAsync(refused, HttpStatusCode.NotFound, "There is no such conference.");
    }

    [TestCase("", "The offer cannot be read: ")]
    [TestCase("hello", "The offer cannot be read: ")]
    [TestCase("v=0\r\nm=video\r\n", "The offer cannot be read: ")]
    [TestCase("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=sendonly\r\na=mid:0\r\na=rtcp-mux\r\n", "The offer cannot be answered: ")]
    public async Task A_malformed_offer_is_refused_with_a_sentence(string offer, string beginning)
    {
        using var refused = await PostAsync($"/whip/{ServerUnderTest.NewRoom()}", offer, ServerUnderTest.PublishToken);

        await AssertRefusedAsync(refused, HttpStatusCode.BadRequest, beginning);
    }

    [Test]
    public async Task An_offer_of_nothing_that_the_server_speaks_is_refused_with_what_it_does()
    {
        const string offer = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 H263/90000\r\n";
        using var refused = await PostAsync($"/whip/{ServerUnderTest.NewRoom()}", offer, ServerUnderTest.PublishToken);

        await AssertRefusedAsync(refused, HttpStatusCode.UnprocessableEntity, "Nothing in the offer can be published: offer sendonly audio (Opus)");
    }

    [TestCase("application/json")]
    [TestCase("text/plain")]
    public async Task An_offer_of_another_type_is_refused(string type)
    {
        using var refused = await PostAsync($"/whip/{ServerUnderTest.NewRoom()}", _sendOffer, ServerUnderTest.PublishToken, type);

        await AssertRefusedAsync(refused, HttpStatusCode.UnsupportedMediaType, "Send the body as application/sdp.");
    }

    [TestCase("-1")]
    [TestCase("tall")]
    [TestCase("8193")]
    public async Task A_height_that_is_none_is_refused(string height)
    {
        using var refused = await PostAsync($"/whep/{ServerUnderTest.NewRoom()}?height={height}", _receiveOffer, ServerUnderTest.PlayToken);

        await AssertRefusedAsync(refused, HttpStatusCode.BadRequest, "The height is a number of pixels");
    }

    [Test]
    public async Task A_patch_is_held_against_the_generation_it_names()
    {
        using var created = await PostAsync($"/whip/{ServerUnderTest.NewRoom()}", _sendOffer, ServerUnderTest.PublishToken);
        var session = created.Headers.Location!;
        var etag = created.Headers.ETag!.Tag;
        var trickle = FragmentOf(_sendOffer) + "a=candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host\r\na=end-of-candidates\r\n";

        using var accepted = await PatchAsync(session, trickle, etag);
        using var unconditional = await PatchAsync(session, trickle, etag: null);
        using var stale = await PatchAsync(session, trickle, "\"another\"");
        using var wrongType = await PatchAsync(session, trickle, etag, "text/plain");
        using var malformed = await PatchAsync(session, "hello", etag);

        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await AssertRefusedAsync(unconditional, HttpStatusCode.PreconditionRequired, "If-Match is missing");
        await AssertRefusedAsync(stale, HttpStatusCode.PreconditionFailed, "If-Match names another ICE generation");
        await AssertRefusedAsync(wrongType, HttpStatusCode.UnsupportedMediaType, "Send the body as application/trickle-ice-sdpfrag.");
        await AssertRefusedAsync(malformed, HttpStatusCode.BadRequest, "The fragment cannot be read: ");
        using var ended = await DeleteAsync(session, ServerUnderTest.PublishToken);
    }

    [Test]
    public async Task Any_page_may_ask_first()
    {
        using var question = new HttpRequestMessage(HttpMethod.Options, "/whip/any");
        using var answer = await _http.SendAsync(question);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(answer.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "*" }));
        Assert.That(answer.Headers.GetValues("Access-Control-Allow-Methods").Single(), Does.Contain("PATCH").And.Contain("DELETE"));
        Assert.That(answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), Does.Contain("Authorization").And.Contain("If-Match"));
        Assert.That(answer.Headers.GetValues("Accept-Post").Single(), Is.EqualTo("application/sdp"));
    }

    [Test]
    public async Task The_picture_goes_on_through_an_ice_restart()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();
        var opened = await alice.PublishAsync(room, "alice", new Publication());
        await bob.PlayAsync(room, "alice");
        var before = (await alice.StatisticsAsync()).SelectedCandidates().Local.GetRawText();

        var restarted = await alice.EvaluateAsync<HttpAnswer>("call.restartIce()");
        await bob.WatchAsync(0.5);
        var seen = await bob.WatchAsync(1.5, alice);

        Assert.That(restarted.Status, Is.EqualTo(200), restarted.Body);
        Assert.That(restarted.Type, Is.EqualTo("application/trickle-ice-sdpfrag"));
        Assert.That(restarted.ETag, Is.Not.Null.And.Not.EqualTo(opened.ETag));
        Assert.That(seen.DeliveredShare, Is.GreaterThan(0.8), seen.ToString());
        Assert.That((await alice.StatisticsAsync()).SelectedCandidates().Local.GetRawText(), Is.Not.EqualTo(before), "another pair was selected");
        Assert.That(await alice.EvaluateAsync<string>("call.pc.connectionState"), Is.EqualTo("connected"));
        using var stale = await PatchAsync(new Uri(opened.Location, UriKind.Relative), FragmentOf(_sendOffer), opened.ETag);
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Candidates_that_a_browser_finds_later_are_accepted()
    {
        var alice = await _place.OpenPageAsync();
        var opened = await alice.PublishAsync(ServerUnderTest.NewRoom(), "alice", new Publication());
        Assert.That(opened.Offer, Does.Not.Contain("a=candidate:"), "the offer was sent before any candidate was known");

        var trickled = await alice.EvaluateAsync<HttpAnswer>("call.trickle()");

        Assert.That(trickled.Status, Is.EqualTo(204), trickled.Body);
    }

    [Test]
    public async Task A_deleted_publication_is_over_for_both()
    {
        var room = ServerUnderTest.NewRoom();
        var alice = await _place.OpenPageAsync();
        var bob = await _place.OpenPageAsync();
        var opened = await alice.PublishAsync(room, "alice", new Publication());
        await bob.PlayAsync(room, "alice");

        using var ended = await DeleteAsync(new Uri(opened.Location, UriKind.Relative), ServerUnderTest.PublishToken);
        await bob.WatchAsync(0.5);
        var seen = await bob.WatchAsync(1);

        Assert.That(ended.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(seen.Frames, Is.Empty);
        Assert.That(Statistics.Text((await alice.StatisticsAsync()).Transport, "dtlsState"), Is.EqualTo("closed"), "she was told goodbye");
        Assert.That(await bob.EvaluateAsync<string>("call.pc.connectionState"), Is.EqualTo("connected"), "he may wait for another");
    }

    private static Task<string> OfferAsync(CallPage page, string direction) => page.EvaluateAsync<string>(
        $"(async () => {{ const pc = new RTCPeerConnection(); pc.addTransceiver('audio', {{ direction: '{direction}' }}); pc.addTransceiver('video', {{ direction: '{direction}' }}); return (await pc.createOffer()).sdp; }})()");

    private static string FragmentOf(string offer)
    {
        string Line(string beginning) => offer.Split("\r\n").First(line => line.StartsWith(beginning, StringComparison.Ordinal));
        return $"{Line("a=ice-ufrag:")}\r\n{Line("a=ice-pwd:")}\r\n{Line("m=")}\r\n{Line("a=mid:")}\r\n";
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string offer, string? token, string type = "application/sdp")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(offer, Encoding.UTF8, type) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PatchAsync(Uri session, string fragment, string? etag, string type = "application/trickle-ice-sdpfrag")
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, session) { Content = new StringContent(fragment, Encoding.UTF8, type) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServerUnderTest.PublishToken);
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);

        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> DeleteAsync(Uri session, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, session);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage refused, HttpStatusCode status, string beginning)
    {
        Assert.That(refused.StatusCode, Is.EqualTo(status));
        Assert.That(refused.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        Assert.That(body.RootElement.GetProperty("title").GetString(), Does.StartWith(beginning));
    }
}
