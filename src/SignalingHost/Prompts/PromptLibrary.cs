using System.Collections.Frozen;
using Meetings;
using Meetings.DialIn;
using Mixer.Audio.Prompts;

namespace SignalingHost.Prompts;

/// <summary>
/// Every recording by name and language: those that the build spoke, in whose place the operator may have put his own. A file of his that cannot be
/// played leaves the built-in one where it is, and is named in a sentence.
/// </summary>
internal sealed class PromptLibrary
{
    private readonly FrozenDictionary<Spoken, Recording> _recordings;

    private PromptLibrary(FrozenDictionary<Spoken, Recording> recordings) => _recordings = recordings;

    /// <summary>Where the build put what it spoke.</summary>
    public static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "prompts");

    /// <summary>The second folder may be empty or not be there; each problem is a sentence for the operator.</summary>
    public static PromptLibrary Load(string builtIn, string own, out IReadOnlyList<string> problems)
    {
        var recordings = new Dictionary<Spoken, Recording>();
        var sentences = new List<string>();
        foreach (var language in Enum.GetValues<MeetingLanguage>())
        {
            foreach (var name in Spoken.AllNames)
            {
                var spoken = new Spoken(name, language);
                var recording = own.Length > 0 ? Read(own, spoken, sentences, "the built-in prompt is used") : null;
                recording ??= Read(builtIn, spoken, sentences, "the prompt is silent");
                if (recording is not null)
                    recordings[spoken] = recording;
            }
        }

        sentences.AddRange(Strangers(own));
        problems = sentences;
        return new PromptLibrary(recordings.ToFrozenDictionary());
    }

    /// <summary>A player for these, one after the other.</summary>
    public PromptPlayer Play(IEnumerable<Spoken> spoken) => new([.. spoken.Select(Find).OfType<Recording>()]);

    public Recording? Find(Spoken spoken) => _recordings.GetValueOrDefault(spoken);

    private static Recording? Read(string folder, Spoken spoken, List<string> sentences, string instead)
    {
        var path = Path.Combine(folder, spoken.Language.Wire, spoken.Name + ".wav");
        if (!File.Exists(path))
            return null;

        try
        {
            if (WavFile.TryRead(File.ReadAllBytes(path), out var recording, out var problem))
                return recording;

            sentences.Add($"{path} cannot be played, because {problem}; {instead}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            sentences.Add($"{path} cannot be read: {fault.Message.TrimEnd('.')}; {instead}.");
        }

        return null;
    }

    /// <summary>A file that no prompt has the name of is a mistake in its name.</summary>
    private static IEnumerable<string> Strangers(string own)
    {
        var known = Spoken.AllNames.ToHashSet(StringComparer.Ordinal);
        foreach (var language in Enum.GetValues<MeetingLanguage>())
        {
            var folder = own.Length > 0 ? Path.Combine(own, language.Wire) : "";
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            {
                if (!known.Contains(Path.GetFileNameWithoutExtension(file)) || !string.Equals(Path.GetExtension(file), ".wav", StringComparison.Ordinal))
                    yield return $"{file} is no prompt's name and is not used: docs/operate/prompts.md lists the names.";
            }
        }
    }
}
