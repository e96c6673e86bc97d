using System.Net.Http.Headers;
using System.Text;

namespace SignalingHost.Tests.Rest;

/// <summary>What holds for every endpoint: headers, statuses, bodies, and their absence.</summary>
public sealed class WireTests
{
    private ApiServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await ApiServer.StartAsync("--Http:MaxRequestBytes=4096");

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_request_id_comes_back_and_is_made_where_there_is_none()
    {
        var own = await _server.SendAsync(HttpMethod.Put, "/v1/usg/acs/token", "wrong", null, request => request.Headers.Add("X-Request-ID", "abc-123"));
        var made = await _server.PutAsync("/v1/usg/acs/token", "wrong");

        Assert.That(own.Headers["X-Request-Id"], Is.EqualTo("abc-123"));
        Assert.That(made.Headers["X-Request-Id"], Has.Length.EqualTo(32));
    }

    [Test]
    public async Task A_request_id_that_could_split_a_header_is_not_sent_back()
    {
        var answer = await _server.SendAsync(HttpMethod.Put, "/v1/usg/acs/token", "wrong", null, request => request.Headers.Add("X-Request-ID", new string('x', 200)));

        Assert.That(answer.Headers["X-Request-Id"], Has.Length.EqualTo(32));
    }

    [Test]
    public async Task Answers_say_that_they_are_json_in_utf8_and_how_long_they_are()
    {
        var answer = await _server.SendLoginAsync("admin", ApiServer.AdminPassword);

        Assert.That(answer.Headers["Content-Type"], Is.EqualTo("application/json;charset=UTF-8"));
        Assert.That(answer.Headers["Content-Length"], Is.EqualTo(Encoding.UTF8.GetByteCount(answer.Body).ToString()));
    }

    [Test]
    public async Task A_put_without_a_body_that_says_it_is_json_is_understood_and_an_empty_answer_is_empty()
    {
        var token = await _server.LoginAsync("admin", ApiServer.AdminPassword);

        var refreshed = await _server.PutAsync("/v1/usg/acs/token", token);
        var ended = await _server.DeleteAsync("/v1/usg/acs/token", refreshed.Json.GetProperty("accessToken").GetString());

        Assert.That(refreshed.Status, Is.EqualTo(200));
        Assert.That((ended.Status, ended.Body, ended.Headers["Content-Length"]), Is.EqualTo((200, "", "0")));
    }

    [TestCase("{", "400 MMC.111071062")]
    [TestCase("[1]", "400 MMC.111071062")]
    [TestCase("{\"account\":1,\"clientType\":72}", "400 MMC.111071062")]
    [TestCase("{\"account\":\"admin\",\"clientType\":\"many\"}", "400 MMC.111071062")]
    [TestCase("{\"account\":\"admin\"}", "400 USG.200000003")]
    [TestCase("", "400 MMC.111072057")]
    [TestCase("null", "400 MMC.111072057")]
    public async Task A_body_that_cannot_be_read_is_the_callers_mistake(string body, string outcome)
    {
        var answer = await _server.SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", null, body);

        Assert.That(answer.Outcome, Is.EqualTo(outcome), answer.Body);
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var answer = await _server.SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", null, new { account = new string('x', 5000), clientType = 72 });

        Assert.That(answer.Status, Is.EqualTo(413));
    }

    [Test]
    public async Task A_body_without_a_content_type_is_taken_for_json()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/usg/acs/auth/account") { Content = new ByteArrayContent("{\"account\":\"admin\",\"clientType\":72}"u8.ToArray()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", ApiServer.Basic($"admin:{ApiServer.AdminPassword}"));

        using var response = await _server.Http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    [TestCase("/v1/nowhere", 404)]
    [TestCase("/v2/usg/nowhere", 404)]
    public async Task A_path_that_does_not_exist_is_answered_as_the_api_answers(string path, int status)
    {
        var answer = await _server.GetAsync(path, null);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(answer.Json.GetProperty("error_msg").GetString(), Is.EqualTo("NO_SUCH_PATH"));
    }

    [Test]
    public async Task A_method_that_a_path_does_not_have_is_said_so()
    {
        var answer = await _server.GetAsync("/v1/usg/acs/auth/account", null);

        Assert.That((answer.Status, answer.Json.GetProperty("error_msg").GetString()), Is.EqualTo((405, "METHOD_NOT_ALLOWED")));
    }
}
