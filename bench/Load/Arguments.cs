using System.Globalization;

namespace Load;

/// <summary>The words behind a command: --name=value, or --name alone for yes.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Arguments(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (!word.StartsWith("--", StringComparison.Ordinal))
                _values[Plain] = word;
            else if (equals < 0)
                _values[word[2..]] = "yes";
            else
                _values[word[2..equals]] = word[(equals + 1)..];
        }
    }

    private const string Plain = "";

    /// <summary>A word without dashes, such as the minutes of a soak.</summary>
    public string? Word => _values.GetValueOrDefault(Plain);

    public string this[string name] => _values.GetValueOrDefault(name) ?? throw new ArgumentException($"--{name}=… is missing");

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public bool Has(string name) => _values.ContainsKey(name);
}
