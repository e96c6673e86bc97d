using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SignalingHost.Settings;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Telemetry;

namespace SignalingHost.Tests.Documents;

/// <summary>The files by which the server is started with everything around it say what is there.</summary>
public sealed partial class ComposeTests
{
    private static readonly Dictionary<string, object> Compose = PlainYaml.Read(Repository.Read("compose.yaml"));

    private static readonly Dictionary<string, object> Services = Mapping(Compose["services"]);

    [Test]
    public void It_brings_the_server_a_database_a_turn_server_and_who_watches_them() =>
        Assert.That(Services.Keys, Is.EquivalentTo(new[] { "conference", "postgres", "coturn", "prometheus", "grafana" }));

    [Test]
    public void What_it_mounts_is_there()
    {
        var volumes = Mapping(Compose["volumes"]).Keys;
        var mounted = Services.Values.Select(Mapping).Where(service => service.ContainsKey("volumes")).SelectMany(service => (List<object>)service["volumes"]).Select(mount => ((string)mount).Split(':')[0]);

        Assert.That(mounted.Where(from => from.StartsWith('.') ? !Path.Exists(Path.Combine(Repository.Root, from)) : !volumes.Contains(from)), Is.Empty);
    }

    [Test]
    public void The_servers_environment_is_settings_that_it_takes()
    {
        var values = Mapping(Mapping(Services["conference"])["environment"])
            .ToDictionary(one => one.Key.Replace("__", ":", StringComparison.Ordinal), string? (one) => Filled((string)one.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var reader = new SettingsReader(configuration);
        reader.RefuseUnknown(configuration);
        var settings = reader.Read();

        Assert.That(reader.Problems, Is.Empty);
        Assert.That(settings.Media.IceServers, Has.Count.EqualTo(2));
        Assert.That(settings.Data.ConnectionString.Value, Does.Contain("Password=secret-1"));
    }

    [Test]
    public void It_gives_the_server_longer_to_end_than_the_server_gives_people()
    {
        var server = Mapping(Services["conference"]);
        var drain = int.Parse((string)Mapping(server["environment"])["Drain__Timeout"], System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(server["stop_grace_period"], Is.EqualTo($"{drain + 10}s"));
    }

    [TestCase("deploy/prometheus/prometheus.yml")]
    [TestCase("deploy/prometheus/alerts.yml")]
    [TestCase("deploy/grafana/provisioning/datasources/prometheus.yml")]
    [TestCase("deploy/grafana/provisioning/dashboards/conference.yml")]
    public void It_can_be_read(string file) => Assert.That(PlainYaml.Read(Repository.Read(file)), Is.Not.Empty);

    [Test]
    public async Task Prometheus_takes_its_settings_and_alerts() =>
        Assert.That(await Promtool.RefusalAsync("check", "config", Path.Combine(Repository.Root, "deploy/prometheus/prometheus.yml")), Is.Empty);

    // ${NAME:?why} and ${NAME:-otherwise}, as if all had been given.
    private static string Filled(string value) => Variable().Replace(value, match => match.Groups["name"].Value switch
    {
        "TURN_HOST" => "turn.example.org",
        "PUBLIC_ADDRESS" => "https://meet.example.org",
        "ANNOUNCED_ADDRESSES" => "203.0.113.7",
        _ => "secret-1",
    });

    private static Dictionary<string, object> Mapping(object value) => (Dictionary<string, object>)value;

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
