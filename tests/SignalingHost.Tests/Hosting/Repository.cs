namespace SignalingHost.Tests.Hosting;

/// <summary>The tree that this test was built from, for the tests that keep documents true.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find(string directory) =>
        File.Exists(Path.Combine(directory, "Conference.slnx")) ? directory : Find(Path.GetDirectoryName(directory)!);
}
