using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Documents;

/// <summary>What the README tells a newcomer to type does what it says. Only ports and the data directory are other ones, so that tests can run side by side.</summary>
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly string Text = Repository.Read("README.md");

    /// <summary>What is not typed here, and why.</summary>
    private static readonly Dictionary<string, string> TriedElsewhere = new(StringComparer.Ordinal)
    {
        ["./run"] = "the first block types it with a password, so that the lines after it can be pasted",
        ["./test"] = "it is what runs this",
        ["./test --fast"] = "likewise",
        ["./bench.sh capacity"] = "it takes the machine for minutes; Bench.Tests has what it makes of its figures",
    };

    [Test]
    public void Every_command_in_it_is_tried_here_or_said_to_be_tried_elsewhere()
    {
        var inText = Code().Matches(Text).Select(code => code.Value.Trim('`')).Where(code => code.StartsWith("./", StringComparison.Ordinal) || code.StartsWith("curl", StringComparison.Ordinal));
        string[] triedHere = ["./run --demo", "./bench.sh"];

        Assert.That(inText.Distinct(), Is.EquivalentTo(TriedElsewhere.Keys.Concat(triedHere)));
        Assert.That(Text.Split("```").Where((_, index) => index % 2 == 1), Is.All.StartsWith("sh\n"), "a block in another language holds commands that nobody tries");
    }

    [Test]
    public async Task The_first_meeting_is_had_by_pasting_the_blocks()
    {
        var blocks = Blocks().ToArray();
        Assert.That(blocks, Has.Length.EqualTo(2));
        Assert.That(blocks[0].TrimEnd(), Is.EqualTo("./run --Admin:Password=Meet-2026"));
        Assert.That(blocks[1].TrimEnd().Split('\n'), Has.Length.EqualTo(3).And.All.Contains("curl "), "three curl lines");
        using var server = await StartAsync(blocks[0].TrimEnd());

        var (exitCode, output, shown) = await BashAsync(blocks[1].Replace("http://localhost:8080", $"http://localhost:{server.Port}", StringComparison.Ordinal));

        Assert.That(exitCode, Is.Zero, shown);
        Assert.That(shown, Does.Contain("\"conferenceRole\":\"chair\"").And.Contain("\"conferenceRole\":\"general\""), "the meeting and its passwords");
        Assert.That(Links().Matches(output).Select(link => link.Groups["who"].Value), Is.EqualTo(new[] { "guest", "chair" }), output);
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(new Uri(Links().Match(output).Groups["link"].Value)), Does.Contain("<html"), "the link is the client's");
        Assert.That(await server.EndAsync(), Is.Zero);
    }

    [Test]
    public async Task The_demo_says_whom_to_log_in_as_and_where()
    {
        using var server = await StartAsync("./run --demo");

        await server.SaysAsync("  chair  ");
        Assert.That(server.Said, Does.Contain("meeting").And.Contain("terminal").And.Contain("users alice"));
        Assert.That(await server.EndAsync(), Is.Zero);
    }

    [Test]
    public async Task The_benchmarks_are_listed_by_their_command()
    {
        var (exitCode, _, shown) = await BashAsync("./bench.sh");

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(shown, Does.Contain("./bench.sh core").And.Contain("./bench.sh capacity"));
    }

    private static IEnumerable<string> Blocks() => Text.Split("```sh\n").Skip(1).Select(rest => rest.Split("```")[0]);

    private static async Task<RunningCommand> StartAsync(string command)
    {
        var data = ServerProcess.TemporaryDirectory();
        var media = TestPorts.Free();
        var server = new RunningCommand(string.Create(
            CultureInfo.InvariantCulture,
            $"exec {command} --Http:Port=0 --Https:Port=0 --Sip:Port=0 --Sip:TlsPort=0 --Media:Shards=1 --Media:FirstPort={media} --Data:Directory={data} {ServerProcess.QuickHashes} --Drain:Timeout=0"), data);
        await server.SaysAsync("  data ");
        return server;
    }

    private static async Task<(int ExitCode, string Output, string Shown)> BashAsync(string script)
    {
        using var bash = Process.Start(Bash(script))!;
        var shown = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await bash.WaitForExitAsync();
        return (bash.ExitCode, output, await shown);
    }

    private static ProcessStartInfo Bash(string script) => new("bash", ["-c", script])
    {
        WorkingDirectory = Repository.Root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    /// <summary>A command that goes on, what it says, and the directory that goes with it.</summary>
    private sealed class RunningCommand : IDisposable
    {
        private readonly Process _process;
        private readonly string _directory;
        private readonly List<string> _lines = [];

        public RunningCommand(string command, string directory)
        {
            _directory = directory;
            _process = Process.Start(Bash(command))!;
            _process.ErrorDataReceived += (_, line) => Keep(line.Data);
            _process.BeginErrorReadLine();
        }

        public string Said => string.Join('\n', _lines);

        public int Port => int.Parse(HttpPort().Match(Said).Groups["port"].Value, CultureInfo.InvariantCulture);

        /// <summary>Reads on until it has said a line that begins so.</summary>
        public async Task SaysAsync(string beginning)
        {
            while (!_lines.Exists(line => line.StartsWith(beginning, StringComparison.Ordinal)))
            {
                if (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is not { } line)
                    throw new InvalidOperationException($"It ended before it said '{beginning}': {Said}");
                Keep(line);
            }
        }

        public async Task<int> EndAsync()
        {
            using var kill = Process.Start("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await _process.WaitForExitAsync();
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
            Directory.Delete(_directory, recursive: true);
        }

        private void Keep(string? line)
        {
            lock (_lines)
                _lines.Add(line ?? "");
        }
    }

    [GeneratedRegex("`[^`\n]+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("\"(?<who>guest|chair)\":\"(?<link>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"http://localhost:(?<port>\d+)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HttpPort();
}
