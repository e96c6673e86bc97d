using System.Net;
using System.Net.Sockets;

namespace SignalingHost.Tests.Hosting;

/// <summary>How the process starts, refuses to start, and ends.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class StartAndEndTests
{
    [Test]
    public async Task A_file_gives_way_to_the_environment_and_that_to_the_command_line()
    {
        var directory = ServerProcess.TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory, "appsettings.json"), """{ "Sip": { "Port": 65530, "TlsPort": 65530 }, "Roles": "media" }""");
        var environment = new Dictionary<string, string> { ["Sip__TlsPort"] = "65531", ["Roles"] = "mixer" };

        // Only a bad value makes the program say what it read.
        using var server = ServerProcess.Launch(directory, environment, ["--Roles=recorder", "--Http:Port=65530", "--Https:Port=65531"]);
        await server.WaitForExitAsync();

        Assert.That(server.Errors, Is.EqualTo(new[]
        {
            "Http:Port (65530) and Sip:Port (65530) overlap: give one of them other ports.",
            "Https:Port (65531) and Sip:TlsPort (65531) overlap: give one of them other ports.",
        }));
    }

    [Test]
    public async Task All_that_is_wrong_is_told_at_once_without_a_stack_trace()
    {
        var directory = ServerProcess.TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory, "occupied"), "a file where a directory should be");

        var (exitCode, errors, output) = await ServerProcess.RunAsync(directory, "--Data:Directory=occupied/data", "--Media:RtpPorts=9-2", "--Drain:Timeout=soon");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(errors, Has.Length.EqualTo(3));
        Assert.That(errors[0], Does.StartWith("Drain:Timeout is 'soon', which is not a number of seconds"));
        Assert.That(errors[1], Does.StartWith("Media:RtpPorts is 9-2, which is no range of ports"));
        Assert.That(errors[2], Does.StartWith("Data:Directory is 'occupied/data', which cannot be written ("));
    }

    [TestCase("Http:Port", ProtocolType.Tcp)]
    [TestCase("Https:Port", ProtocolType.Tcp)]
    [TestCase("Media:FirstPort", ProtocolType.Tcp)]
    [TestCase("Media:FirstPort", ProtocolType.Udp)]
    public async Task A_taken_port_is_named_with_its_setting(string setting, ProtocolType protocol)
    {
        using var other = new Socket(AddressFamily.InterNetwork, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        var port = TestPorts.Free();
        other.Bind(new IPEndPoint(IPAddress.Any, port));
        if (protocol == ProtocolType.Tcp)
            other.Listen();

        var (exitCode, errors, _) = await ServerProcess.RunAsync(ServerProcess.TemporaryDirectory(), $"--{setting}={port}");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Is.EqualTo(new[] { $"{setting} needs {protocol.ToString().ToUpperInvariant()} port {port}, which is taken: stop what uses it, or give another port." }));
    }

    [Test]
    public async Task Two_servers_do_not_share_a_data_directory()
    {
        using var first = await ServerProcess.StartAsync();

        var (exitCode, errors, _) = await ServerProcess.RunAsync(ServerProcess.TemporaryDirectory(), $"--Data:Directory={first.Directory}/data");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Has.Length.EqualTo(1));
        Assert.That(errors[0], Does.Contain("which another running server uses"));
    }

    [Test]
    public async Task Told_to_end_with_nobody_inside_it_ends_well_and_at_once()
    {
        using var server = await ServerProcess.StartAsync(null, "--Drain:Timeout=3600");

        server.Terminate();

        Assert.That(await server.WaitForExitAsync(), Is.Zero);
        Assert.That(server.Output, Has.Some.Contains("1002 DrainEnded").And.None.Contains("Exception"));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task Logs_can_be_objects_for_machines_to_read()
    {
        using var server = await ServerProcess.StartAsync(null, "--Log:Format=Json");
        server.Terminate();
        await server.WaitForExitAsync();

        var events = server.Output.Where(line => line.StartsWith('{')).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToArray();
        Assert.That(events.Select(e => (e.GetProperty("id").GetInt32(), e.GetProperty("event").GetString())), Does.Contain((1001, "DrainBegan")));
    }
}
