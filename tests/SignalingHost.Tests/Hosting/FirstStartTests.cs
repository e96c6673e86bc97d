using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SignalingHost.Tests.Hosting;

/// <summary>What an installation is that nobody has set up.</summary>
[Parallelizable]
public sealed class FirstStartTests
{
    [Test]
    public async Task Nothing_set_up_gives_an_administrator_whose_drawn_password_is_told_once()
    {
        var directory = ServerProcess.TemporaryDirectory();
        string password;
        using (var first = await ServerProcess.StartInAsync(directory, null))
        {
            password = PasswordOf(await LineAsync(first, "  admin"));
            Assert.That(await LoginAsync(first, "admin", password), Is.EqualTo(HttpStatusCode.OK));
            first.KillAtOnce();
        }

        using var second = await ServerProcess.StartInAsync(directory, null);
        Assert.That(await LoginAsync(second, "admin", password), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(second.Output, Has.None.Contains("  admin").And.None.Contains(password));
    }

    [Test]
    public async Task A_demo_has_people_a_terminal_a_room_and_a_meeting_that_runs()
    {
        var directory = ServerProcess.TemporaryDirectory();
        string guestLink;
        using (var first = await ServerProcess.StartInAsync(directory, null, "--Demo=true"))
        {
            var password = PasswordOf(await LineAsync(first, "  demo"));
            foreach (var login in new[] { "alice", "bob", "chen", "te40" })
                Assert.That(await LoginAsync(first, login, password), Is.EqualTo(HttpStatusCode.OK), login);

            Assert.That(await LineAsync(first, "  chair"), Does.Match(@"https://localhost:\d+/#/j/9\d+/[0-9a-f]{48}"));
            guestLink = LinkOf(await LineAsync(first, "  guest"));
            Assert.That(await JoinAsync(first, guestLink, "Guest"), Is.EqualTo("in"));
            first.KillAtOnce();
        }

        using var second = await ServerProcess.StartInAsync(directory, null, "--Demo=true");
        Assert.That(LinkOf(await LineAsync(second, "  guest")), Is.EqualTo(guestLink));
        Assert.That(await LineAsync(second, "  demo"), Does.Contain("passwords as before"));
        Assert.That(await JoinAsync(second, guestLink, "Another"), Is.EqualTo("in"));
    }

    private static async Task<string> LineAsync(ServerProcess server, string beginning)
    {
        for (var i = 0; i < 300; i++)
        {
            if (server.Output.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } line)
                return line;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"Nothing began with '{beginning}': " + string.Join(" / ", server.Output.Concat(server.Errors)));
    }

    private static string PasswordOf(string line) => Words(line).SkipWhile(word => word != "password").ElementAt(1);

    // The port of the link is another after each start here.
    private static string LinkOf(string line) => Words(line)[1][Words(line)[1].IndexOf("/#/", StringComparison.Ordinal)..];

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<HttpStatusCode> LoginAsync(ServerProcess server, string login, string password)
    {
        using var client = new HttpClient { BaseAddress = server.Http };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login}:{password}")));
        using var answer = await client.PostAsJsonAsync("/v1/usg/acs/auth/account", new { account = login, clientType = 72 });
        return answer.StatusCode;
    }

    private static async Task<string?> JoinAsync(ServerProcess server, string link, string name)
    {
        using var client = new HttpClient { BaseAddress = server.Http };
        var parts = link.Split('/');
        using var answer = await client.PostAsJsonAsync("/v1/ext/join", new { conferenceID = parts[^2], link = parts[^1], name });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString();
    }
}
