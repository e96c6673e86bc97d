using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Storage;

namespace SignalingHost.Tests.Rest;

/// <summary>Everything that a corporation has is there after a restart, in either database, and its meeting goes on.</summary>
[TestFixture(Database.Embedded)]
[TestFixture(Database.Postgres)]
public sealed class RestartTests(Database database)
{
    [Test]
    public async Task All_that_can_be_read_is_read_again_and_the_running_meeting_runs()
    {
        var directory = ServerProcess.TemporaryDirectory();
        string[] settings =
        [
            "--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}", "--Http:PublicAddress=https://meet.example.org",
            $"--Data:ConnectionString={(database == Database.Postgres ? PostgresServer.NewDatabase() : "")}",
        ];
        Corporation corporation;
        List<string> before;
        await using (var server = await InProcessServer.StartAsync(directory, settings))
        {
            using var client = new ApiClient(server.Http);
            corporation = await Corporation.FoundAsync(server, client, await client.LoginAsync("admin", ApiServer.AdminPassword), "kept");
            before = await corporation.KeptAsync();
        }

        await using (var server = await InProcessServer.StartAsync(directory, settings))
        {
            using var client = new ApiClient(server.Http);
            Assert.That(string.Join('\n', (await corporation.KeptAsync(client)).Except(before)), Is.Empty);
            var online = (await client.GetAsync($"/v1/mmc/management/conferences/online/confDetail?conferenceID={corporation.Running}", corporation.Admin)).Json.GetProperty("conferenceData");
            Assert.That((online.GetProperty("conferenceState").GetString(), online.GetProperty("confUUID").GetString()), Is.EqualTo(("Created", corporation.Run)));
            var joined = await client.SendAsync(HttpMethod.Post, "/v1/ext/join", corporation.User, new { conferenceID = corporation.Running, password = corporation.GuestPassword, name = "Back" });
            Assert.That(joined.Json.GetProperty("state").GetString(), Is.EqualTo("in"), joined.Body);
        }

        Directory.Delete(directory, recursive: true);
    }
}
