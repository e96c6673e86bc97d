namespace Interop.Browsers;

/// <summary>The scripts that a test puts into a page.</summary>
internal static class PageScript
{
    private const string Marks = "marks.js";

    /// <summary>Some of them, with what all of them paint, read and listen by.</summary>
    public static string Read(params string[] names) => string.Concat(names.Prepend(Marks).Select(ReadOne));

    private static string ReadOne(string name)
    {
        using var reader = new StreamReader(typeof(PageScript).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
