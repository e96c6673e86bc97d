using SignalingHost.Settings;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Documents;

/// <summary>The image's recipe against what the tree says elsewhere. That it works is shown by <c>build/image.sh</c>, which takes minutes and root.</summary>
public sealed class ImageTests
{
    private static readonly string[] Steps = Repository.Read("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] Final = [.. Steps.SkipWhile(step => !step.StartsWith("FROM debian:12-slim", StringComparison.Ordinal))];

    [Test]
    public void It_holds_every_library_that_running_needs()
    {
        var needed = Repository.Read("build/packages.sh").Split("run_packages='")[1].Split('\'')[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains("when the server is built", StringComparison.Ordinal))
            .Select(line => line.Split('|')[0].Trim());

        Assert.That(Words("RUN"), Is.SupersetOf(needed));
    }

    [Test]
    public void It_names_the_ports_that_the_server_takes_unless_told_otherwise()
    {
        var settings = new ServerSettings();
        var exposed = Words("EXPOSE");

        Assert.That(exposed, Is.SupersetOf(new[] { $"{settings.Http.Port}", $"{settings.Https.Port}", $"{settings.Sip.Port}", $"{settings.Sip.Port}/udp", $"{settings.Sip.TlsPort}", $"{settings.Media.RtpPorts}/udp" }));
        Assert.That(exposed.Where(port => port.StartsWith($"{settings.Media.FirstPort}-", StringComparison.Ordinal)), Has.Exactly(2).Items, "media by UDP and TCP");
    }

    [Test]
    public void It_sets_the_runtime_as_the_command_for_a_machine_does()
    {
        var measured = Repository.Read("build/common.sh").Split("export_runtime_settings() {")[1].Split('}')[0].Split("export ", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim());

        Assert.That(Words("ENV"), Is.SupersetOf(measured));
    }

    [TestCase("USER conference")]
    [TestCase("STOPSIGNAL SIGTERM")]
    [TestCase("VOLUME /data")]
    public void It_says(string step) => Assert.That(Final, Contains.Item(step));

    [Test]
    public void It_asks_for_the_health_of_what_it_starts() => Assert.That(Final.Single(step => step.StartsWith("HEALTHCHECK", StringComparison.Ordinal)), Does.Contain("/health/live"));

    private static string[] Words(string instruction) =>
        [.. Final.Where(step => step.StartsWith($"{instruction} ", StringComparison.Ordinal)).SelectMany(step => step.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
