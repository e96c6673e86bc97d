using Meetings;
using Meetings.DialIn;
using SignalingHost.Prompts;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Prompts;

public sealed class PromptLibraryTests
{
    private readonly string _own = Directory.CreateTempSubdirectory("conference-prompts-").FullName;

    [OneTimeTearDown]
    public void Forget() => Directory.Delete(_own, recursive: true);

    [Test]
    public void Every_prompt_is_spoken_by_the_build_in_both_languages_and_is_really_audible()
    {
        var library = PromptLibrary.Load(PromptLibrary.BuiltIn, own: "", out var problems);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problems, Is.Empty);
            foreach (var language in Enum.GetValues<MeetingLanguage>())
            {
                foreach (var name in Spoken.AllNames)
                {
                    var recording = library.Find(new Spoken(name, language));
                    Assert.That(recording, Is.Not.Null, $"{language} {name}");
                    Assert.That(recording!.Length.TotalSeconds, Is.InRange(0.4, 20), $"{language} {name}");
                    Assert.That(Math.Sqrt(recording.Samples.Average(sample => (double)sample * sample)), Is.GreaterThan(1_000), $"{language} {name} is hardly audible");
                }
            }
        }
    }

    [Test]
    public void The_list_of_prompts_names_each_once() =>
        Assert.That(Repository.Read("src/SignalingHost/Prompts/prompts.tsv").TrimEnd().Split('\n').Skip(1).Select(line => line.Split('\t')[0]), Is.EquivalentTo(Spoken.AllNames));

    [Test]
    public void The_page_for_operators_lists_every_name()
    {
        var page = Repository.Read("docs/operate/prompts.md");

        Assert.That(Spoken.AllNames.Where(name => !page.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_file_of_the_operators_own_is_played_instead_and_a_bad_one_is_named()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_own, "en-US")).FullName;
        File.Copy(Path.Combine(PromptLibrary.BuiltIn, "en-US", "Goodbye.wav"), Path.Combine(folder, "Welcome.wav"));
        File.WriteAllText(Path.Combine(folder, "EnterId.wav"), "this is no sound");
        File.WriteAllText(Path.Combine(folder, "Wellcome.wav"), "");

        var usual = PromptLibrary.Load(PromptLibrary.BuiltIn, own: "", out _);
        var library = PromptLibrary.Load(PromptLibrary.BuiltIn, _own, out var problems);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(English(library, DialInPhrase.Welcome), Is.EqualTo(English(usual, DialInPhrase.Goodbye)));
            Assert.That(English(library, DialInPhrase.EnterId), Is.EqualTo(English(usual, DialInPhrase.EnterId)));
            Assert.That(problems, Is.EqualTo(new[]
            {
                $"{folder}/EnterId.wav cannot be played, because it is not a WAV file; the built-in prompt is used.",
                $"{folder}/Wellcome.wav is no prompt's name and is not used: docs/operate/prompts.md lists the names.",
            }));
        }
    }

    private static short[] English(PromptLibrary library, DialInPhrase phrase) => [.. library.Find(Spoken.Of(phrase, MeetingLanguage.English))!.Samples];
}
