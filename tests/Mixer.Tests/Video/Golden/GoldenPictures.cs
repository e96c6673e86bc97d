using System.Runtime.CompilerServices;
using Mixer.Tests.Video.World;

namespace Mixer.Tests.Video.Golden;

/// <summary>
/// The pictures that composed ones are compared to. With UPDATE_PICTURES=1 in the environment they are written anew instead: look at them then.
/// </summary>
internal static class GoldenPictures
{
    public const double Alike = 0.98;

    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "1";

    public static string BesideTests(string name) => Path.Combine(Folder(), "Pictures", $"{name.Replace(' ', '-').ToLowerInvariant()}.png");

    public static string InDocuments(string name) => Path.GetFullPath(Path.Combine(Folder(), "../../../../docs/images", name));

    public static void AssertAlike(RgbImage image, string path)
    {
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Png.Write(image));
            return;
        }

        Assert.That(path, Does.Exist, "UPDATE_PICTURES=1 writes it.");
        var similarity = image.SimilarityTo(Png.Read(File.ReadAllBytes(path)));
        if (similarity >= Alike)
            return;

        var seen = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"seen-{Path.GetFileName(path)}");
        File.WriteAllBytes(seen, Png.Write(image));
        TestContext.AddTestAttachment(seen);
        Assert.Fail($"The picture is like {path} by {similarity:F3} only; what was composed is in {seen}.");
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
