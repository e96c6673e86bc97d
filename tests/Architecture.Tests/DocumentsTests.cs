using System.Text.RegularExpressions;
using MediaServer.Shards;
using Meetings.Conduct;
using Protocols;

namespace Architecture.Tests;

/// <summary>What the documents promise about the code and about each other.</summary>
public sealed partial class DocumentsTests
{
    [Test]
    public void Every_drop_reason_has_its_paragraph_in_the_runbook() =>
        Assert.That(HeadingsUnder("A packet was dropped"), Is.EquivalentTo(Enum.GetNames<DropReason>().Except([nameof(DropReason.None)])));

    [Test]
    public void Every_reason_for_which_a_meeting_ends_has_its_paragraph_in_the_runbook() =>
        Assert.That(HeadingsUnder("A meeting ended"), Is.EquivalentTo(Enum.GetNames<EndReason>()));

    [Test]
    public void Every_reason_for_which_a_connection_closes_has_its_paragraph_in_the_runbook() =>
        Assert.That(HeadingsUnder("A connection closed"), Is.EquivalentTo(Enum.GetNames<CloseReason>()));

    [Test]
    public void The_glossary_explains_nothing_twice()
    {
        var terms = Repository.Read("docs/glossary.md").Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(2)
            .Select(line => line.Split('|')[1].Trim())
            .ToArray();

        Assert.That(terms, Is.Not.Empty.And.Unique);
    }

    [TestCase("docs/adr")]
    [TestCase("docs/mechanisms")]
    [TestCase("docs/operate")]
    public void Every_page_is_in_its_index(string folder)
    {
        var index = Repository.Read($"{folder}/README.md");
        var pages = Directory.GetFiles(Repository.PathOf(folder), "*.md").Select(Path.GetFileName).Where(name => name != "README.md");

        Assert.That(pages.Where(page => !index.Contains($"({page})", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_link_between_documents_leads_somewhere()
    {
        string[] documents = [.. Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories), Repository.PathOf("README.md"), Repository.PathOf("CHANGELOG.md"), Repository.PathOf("CONTRIBUTING.md")];
        var broken = from document in documents
                     from Match link in Link().Matches(File.ReadAllText(document))
                     let target = link.Groups["target"].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
                     let path = Path.Combine(Path.GetDirectoryName(document)!, target)
                     where !Path.Exists(path)
                     select $"{Path.GetRelativePath(Repository.Root, document)}: {target}";

        Assert.That(broken, Is.Empty);
    }

    private static IEnumerable<string> HeadingsUnder(string chapter) =>
        Repository.Read("docs/operate/runbook.md").Split("\n## ").Single(text => text.StartsWith($"{chapter}\n", StringComparison.Ordinal)).Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => line[4..].Trim());

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
