using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Rest;

namespace SignalingHost.Tests.Webhooks;

/// <summary>Events to a corporation's own server: verified, signed, and not lost while it is gone and we are killed.</summary>
[Parallelizable]
public sealed class WebhookTests
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const string Config = "/v1/mmc/management/webhook/link-config";
    private const string Inside = "--Webhook:AllowInternalAddresses=true";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task What_happens_is_told_signed_and_survives_a_receiver_that_is_down_and_a_kill()
    {
        using var receiver = new Receiver(TestPorts.Free());
        var server = await ApiServer.StartAsync(Inside);
        try
        {
            Assert.That(ApiDescription.Complaints("set_web_hook_config", await RegisterAsync(server, receiver)), Is.Empty);
            var shown = await server.GetAsync(Config, server.Admin);
            Assert.That(ApiDescription.Complaints("show_web_hook_config", shown), Is.Empty);
            var hook = shown.Json.GetProperty("id").GetString();

            var first = await BookAsync(server);
            var body = await receiver.WaitForAsync("meeting.create", first, Patience);
            Assert.That(body.GetProperty("signature").GetString(), Is.EqualTo(Sign(body)));

            receiver.Close();
            var second = await BookAsync(server);
            Assert.That((await server.DeleteAsync($"{Meetings}?conferenceID={second}", server.Admin)).Status, Is.EqualTo(200));
            server = await server.KillAndRestartAsync(Inside);
            receiver.Open();

            // An administrator who puts the hook on says that his server is back; without it the next try would be half a minute away.
            Assert.That((await server.PutAsync($"/v1/mmc/management/webhook/change-status?id={hook}&status=0", server.Admin)).Status, Is.EqualTo(200));
            await receiver.WaitForAsync("meeting.create", second, Patience);
            await receiver.WaitForAsync("meeting.cancel", second, Patience);

            Assert.That((await server.DeleteAsync($"{Config}?id={hook}", server.Admin)).Status, Is.EqualTo(200));
            Assert.That((await server.GetAsync(Config, server.Admin)).Outcome, Is.EqualTo("400 MMC.111070005"));
        }
        finally
        {
            server.Dispose();
        }
    }

    [Test]
    public async Task A_meetings_course_is_told_in_order()
    {
        using var receiver = new Receiver(TestPorts.Free());
        using var server = await ApiServer.StartAsync(Inside);
        await RegisterAsync(server, receiver);

        var booked = (await server.PostAsync(Meetings, server.Admin, new { mediaTypes = "HDVideo", subject = "x" })).Json[0];
        var id = booked.GetProperty("conferenceID").GetString()!;
        var password = booked.GetProperty("passwordEntry")[1].GetProperty("password").GetString();
        Assert.That((await server.PostAsync("/v1/ext/join", null, new { conferenceID = id, password, name = "Li" })).Status, Is.EqualTo(200));
        Assert.That((await server.DeleteAsync($"{Meetings}?conferenceID={id}&type=1", server.Admin)).Status, Is.EqualTo(200));
        await receiver.WaitForAsync("meeting.conclude", id, Patience);

        Assert.That(receiver.Names.Where(name => name is not "meeting.cancel"), Is.EqualTo(new[] { "meeting.create", "meeting.started", "meeting.join", "meeting.left", "meeting.end", "meeting.conclude" }));
        Assert.That(receiver.Events.Single(body => body.GetProperty("eventInfo").GetProperty("event").GetString() == "meeting.join")
            .GetProperty("eventInfo").GetProperty("payload").GetProperty("attendeeInfo").GetProperty("displayName").GetString(), Is.EqualTo("Li"));
    }

    [Test]
    public async Task A_receiver_that_does_not_answer_the_verification_is_not_taken_and_inside_addresses_are_not_knocked_at()
    {
        using var deaf = new Receiver(TestPorts.Free()) { AnswersVerify = false };
        using var willing = new Receiver(TestPorts.Free());
        using var open = await ApiServer.StartAsync(Inside);
        using var careful = await ApiServer.StartAsync();

        Assert.That((await RegisterAsync(open, deaf)).Outcome, Is.EqualTo("400 MMC.111071061"));
        Assert.That((await RegisterAsync(careful, willing)).Outcome, Is.EqualTo("400 MMC.111071061"));
        Assert.That((await open.PostAsync(Config, open.Admin, new { subscriberId = "app", subscriberKey = "key", url = "file:///etc/passwd" })).Outcome, Is.EqualTo("400 MMC.111071061"));
        Assert.That((await open.PostAsync(Config, open.Admin, new { url = willing.Url })).Outcome, Is.EqualTo("400 MMC.111071016"));
    }

    private static Task<ApiAnswer> RegisterAsync(ApiServer server, Receiver receiver) =>
        server.PostAsync(Config, server.Admin, new { subscriberId = "app-1", subscriberKey = "secret", url = receiver.Url });

    private static async Task<string> BookAsync(ApiServer server) =>
        (await server.PostAsync(Meetings, server.Admin, new { mediaTypes = "HDVideo", startTime = DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd HH:mm"), subject = "会议" }))
        .Json[0].GetProperty("conferenceID").GetString()!;

    private static string Sign(JsonElement body)
    {
        var text = $"{body.GetProperty("appID").GetString()}{body.GetProperty("timestamp").GetInt64()}{body.GetProperty("nonce").GetString()}{body.GetProperty("eventInfo").GetRawText()}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), Encoding.UTF8.GetBytes(text)));
    }
}
