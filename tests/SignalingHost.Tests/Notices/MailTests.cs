using SignalingHost.Outbox;
using SignalingHost.Storage;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Notices;

/// <summary>Whoever is invited is told by mail, with an entry for his calendar, sooner or later.</summary>
public sealed class MailTests
{
    private const string Meetings = "/v1/mmc/management/conferences";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Booking_changing_and_cancelling_are_told_with_a_calendar_entry_though_the_mail_server_is_down_for_a_while()
    {
        var port = TestPorts.Free();
        using var office = new PostOffice(port);
        office.Open();
        await using var scene = await ConferenceScene.StartAsync(null, "--Mail:Host=127.0.0.1", $"--Mail:Port={port}", "--Mail:From=meetings@example.org", "--Http:PublicAddress=https://meet.example.org");
        var token = await scene.LoginAsync("admin", "Minutes-2026");
        var start = DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var booked = (await scene.SendAsync(HttpMethod.Post, Meetings, null, Wish("Plan, and \"more\""), ("X-Access-Token", token))).Json[0];
        var id = booked.GetProperty("conferenceID").GetString();

        var invitation = await office.WaitForAsync(letter => letter.Contains("To: li@example.org", StringComparison.Ordinal), Patience);
        var entry = PostOffice.Part(invitation, "text/calendar");
        Assert.That(entry, Does.StartWith("BEGIN:VCALENDAR").And.Contains("METHOD:REQUEST").And.Contains($"UID:{id}@conference").And.Contains("SUMMARY:Plan\\, and \"more\""));
        Assert.That(entry.Replace("\r\n ", "", StringComparison.Ordinal), Does.Contain($"https://meet.example.org/#/j/{id}/"));
        Assert.That(PostOffice.Part(invitation, "text/plain"), Does.Contain($"https://meet.example.org/#/j/{id}/").And.Contain("Meeting ID: " + id));

        office.Close();
        Assert.That((await scene.SendAsync(HttpMethod.Delete, $"{Meetings}?conferenceID={id}", null, null, ("X-Access-Token", token))).Status, Is.EqualTo(200));
        var store = scene.Server.Get<Store>();
        while (await store.ReadAsync(session => OutboxTable.NextAsync(session)) is not { } next || next < DateTimeOffset.UtcNow)
            await Task.Delay(50);
        office.Open();

        // Without this the next try would be half a minute away.
        await store.WriteAsync(session => OutboxTable.HurryAsync(session, "mail", DateTimeOffset.UtcNow));
        scene.Server.Get<OutboxSignal>().Ring();
        await office.WaitForAsync(letter => letter.Contains("text/calendar", StringComparison.Ordinal) && PostOffice.Part(letter, "text/calendar").Contains("METHOD:CANCEL", StringComparison.Ordinal), Patience);

        object Wish(string subject) => new
        {
            mediaTypes = "HDVideo",
            subject,
            startTime = start,
            language = "en-US",
            attendees = new[] { new { name = "Li", email = "li@example.org", phone = "+8613800000000", type = "mobile" } },
            confConfigInfo = new { isSendNotify = true, isSendCalendar = true },
        };
    }
}
