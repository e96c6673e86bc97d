using System.Reflection;
using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Who may reference whom, as docs/architecture.md draws it.</summary>
public sealed class LayeringTests
{
    private static readonly Dictionary<string, string[]> Drawing = new(StringComparer.Ordinal)
    {
        ["Protocols"] = [],
        ["Meetings"] = ["Protocols"],
        ["MediaServer"] = ["Protocols"],
        ["Mixer"] = ["Protocols"],
        ["Recorder"] = ["Protocols"],
        ["SignalingHost"] = ["Protocols", "Meetings", "MediaServer", "Mixer", "Recorder"],
    };

    private static IEnumerable<string> Projects => Drawing.Keys;

    [Test]
    public void The_drawing_has_every_project()
    {
        var projects = Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName);

        Assert.That(projects, Is.EquivalentTo(Drawing.Keys));
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_whom_the_drawing_lets_it(string project)
    {
        var file = XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj"));
        var references = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.That(references, Is.SubsetOf(Drawing[project]));
    }

    [TestCaseSource(nameof(Projects))]
    public void An_assembly_uses_only_whom_the_drawing_lets_it(string project)
    {
        var used = References(Assembly.Load(project)).Where(Drawing.ContainsKey);

        Assert.That(used, Is.SubsetOf(Drawing[project]));
    }

    [TestCase("Protocols")]
    [TestCase("Meetings")]
    [TestCase("Mixer")]
    [TestCase("Recorder")]
    public void The_core_depends_on_the_base_library_alone(string project)
    {
        var references = References(Assembly.Load(project)).Where(name => !Drawing.ContainsKey(name)).ToArray();

        Assert.That(references, Is.All.StartsWith("System"));
        Assert.That(references, Has.None.StartsWith("System.Net.Http"));
    }

    [TestCase("Protocols")]
    [TestCase("Meetings")]
    public void The_pure_core_has_no_socket_and_no_thread(string project)
    {
        var references = References(Assembly.Load(project));

        Assert.That(references, Has.None.Contains("Sockets").And.None.EqualTo("System.Threading.Thread").And.None.EqualTo("System.Threading.ThreadPool"));
    }

    [TestCaseSource(nameof(Projects))]
    public void Namespaces_equal_folders(string project)
    {
        var astray = Repository.Sources($"src/{project}")
            .Where(file => NamespaceOf(file) is { } name && name != Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.'));

        Assert.That(astray, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Classes_are_sealed(string project)
    {
        // Abstract ones are the heads of closed families; Program is written by the compiler.
        var open = Assembly.Load(project).GetTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Name != "Program" && !type.Name.Contains('<', StringComparison.Ordinal));

        Assert.That(open, Is.Empty);
    }

    private static string? NamespaceOf(string file) =>
        File.ReadLines(Repository.PathOf(file)).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';', ' ');

    private static string[] References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!).ToArray();
}
