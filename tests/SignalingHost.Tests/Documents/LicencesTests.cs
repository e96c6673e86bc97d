using System.Xml.Linq;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Documents;

/// <summary>What the server is linked with is on the page that says under which licence.</summary>
public sealed class LicencesTests
{
    private static readonly string Page = Repository.Read("docs/operate/licences.md");

    [Test]
    public void Every_library_of_the_distribution_is_named()
    {
        var packages = Repository.Read("build/packages.sh").Split("run_packages='")[1].Split('\'')[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')[0].Trim());

        Assert.That(packages.Where(package => !Page.Contains(package, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_package_of_the_program_is_named()
    {
        var packages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value)
            .Distinct();

        Assert.That(packages.Where(package => !Page.Contains(package, StringComparison.Ordinal)), Is.Empty);
    }
}
