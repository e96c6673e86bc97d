using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// The build itself refuses a clock, a socket or a thread in the core. A core project of two files is built with the tree's own
/// rules: the file in the middle must be refused line by line, the one in Edge/ must not.
/// </summary>
public sealed partial class BannedSymbolsTests
{
    private const string Forbidden = """
        namespace Meetings;

        internal static class Forbidden
        {
            public static object Clock() => DateTime.UtcNow;
            public static object Socket() => new System.Net.Sockets.UdpClient();
            public static object Thread() => new Thread(() => { });
            public static object Chance() => Random.Shared;
            public static object Later() => Task.CompletedTask;
        }
        """;

    private const string Allowed = """
        namespace Meetings.Edge;

        internal static class Allowed
        {
            public static object Clock() => DateTime.UtcNow;
        }
        """;

    [Test]
    public async Task The_build_refuses_the_world_in_the_core()
    {
        var tree = Directory.CreateTempSubdirectory("conference-banned-").FullName;
        try
        {
            var errors = await BuildAsync(LayOut(tree));

            Assert.That(errors.Where(e => e.Code == "RS0030").Select(e => (e.File, e.Line)).Distinct(), Is.EquivalentTo(new[]
            {
                ("Forbidden.cs", 5), ("Forbidden.cs", 6), ("Forbidden.cs", 7), ("Forbidden.cs", 8), ("Forbidden.cs", 9),
            }), string.Join('\n', errors));
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }

    private static string LayOut(string tree)
    {
        var project = Directory.CreateDirectory(Path.Combine(tree, "src/Meetings")).FullName;
        Directory.CreateDirectory(Path.Combine(project, "Edge"));
        Directory.CreateDirectory(Path.Combine(tree, "build"));
        foreach (var file in (ReadOnlySpan<string>)["Directory.Build.props", "Directory.Packages.props", ".editorconfig", "global.json", "build/BannedSymbols.Core.txt"])
            File.Copy(Repository.PathOf(file), Path.Combine(tree, file));
        File.WriteAllText(Path.Combine(project, "Meetings.csproj"), """<Project Sdk="Microsoft.NET.Sdk" />""");
        File.WriteAllText(Path.Combine(project, "Forbidden.cs"), Forbidden + "\n");
        File.WriteAllText(Path.Combine(project, "Edge/Allowed.cs"), Allowed + "\n");
        return project;
    }

    private static async Task<(string File, int Line, string Code)[]> BuildAsync(string project)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", project, "-v", "q", "-tl:off", "-nologo"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return [.. ErrorLine().Matches(output).Select(match => (match.Groups["file"].Value, int.Parse(match.Groups["line"].Value, null), match.Groups["code"].Value))];
    }

    [GeneratedRegex(@"(?<file>\w+\.cs)\((?<line>\d+),\d+\): error (?<code>\w+):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorLine();
}
