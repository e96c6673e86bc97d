using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Documents;

/// <summary>
/// A table in a document that is written from the program, between <c>&lt;!-- NAME … --&gt;</c> and <c>&lt;!-- end of NAME --&gt;</c>. A test says
/// what it must be; run by <c>build/renew-documents.sh</c>, which sets <see cref="Renewing"/>, it puts it there instead.
/// </summary>
internal static class WrittenTable
{
    /// <summary>The category of the tests that write such tables.</summary>
    public const string Category = "Documents";

    private const string Renewing = "RENEW_DOCUMENTS";

    public static void MustBe(string document, string name, string table)
    {
        var text = Repository.Read(document);
        var start = text.IndexOf($"<!-- {name} ", StringComparison.Ordinal);
        var begin = text.IndexOf("-->\n", Math.Max(0, start), StringComparison.Ordinal) + "-->\n".Length;
        var end = text.IndexOf($"<!-- end of {name} -->", StringComparison.Ordinal);
        Assert.That(start >= 0 && end >= begin, Is.True, $"{document} has no place for the table of {name}.");

        if (Environment.GetEnvironmentVariable(Renewing) is not null)
            File.WriteAllText(Path.Combine(Repository.Root, document), text[..begin] + table + text[end..]);
        else
            Assert.That(text[begin..end], Is.EqualTo(table), $"The table of {name} in {document} differs from the program: run build/renew-documents.sh.");
    }
}
