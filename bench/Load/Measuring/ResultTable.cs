using System.Text.Json;

namespace Load.Measuring;

/// <summary>The results of a run: a table for eyes, and the same rows as JSON for machines.</summary>
internal sealed class ResultTable(string command)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<Dictionary<string, object>> _rows = [];

    public Dictionary<string, object> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Saved beside the rows, as SVG.</summary>
    public string Picture { get; set; } = "";

    public void Add(params IEnumerable<(string Column, object Value)> cells) =>
        _rows.Add(cells.ToDictionary(cell => cell.Column, cell => cell.Value, StringComparer.Ordinal));

    public void Print()
    {
        if (_rows.Count == 0)
            return;

        var columns = _rows.SelectMany(row => row.Keys).Distinct().ToList();
        var lines = new List<string[]> { columns.ToArray() };
        lines.AddRange(_rows.Select(row => columns.Select(column => row.TryGetValue(column, out var value) ? Show(value) : "").ToArray()));
        var widths = columns.Select((_, index) => lines.Max(line => line[index].Length)).ToArray();
        foreach (var line in lines)
            Console.WriteLine(string.Join("  ", line.Select((cell, index) => index == 0 ? cell.PadRight(widths[index]) : cell.PadLeft(widths[index]))));
    }

    /// <summary>Writes artifacts/bench/COMMAND-TIME.json and says where.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{command}-{DateTime.UtcNow:yyyyMMdd-HHmmss}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { command, at = DateTime.UtcNow, facts = Facts, rows = _rows }, Indented));
        Console.WriteLine($"Saved as {path}");
        if (Picture.Length == 0)
            return;

        File.WriteAllText(Path.ChangeExtension(path, ".svg"), Picture);
        Console.WriteLine($"and as a picture: {Path.ChangeExtension(path, ".svg")}");
    }

    private static string Show(object value) => value switch
    {
        double number => Math.Abs(number) >= 100 ? $"{number:F0}" : $"{number:F2}",
        TimeSpan span => $"{span.TotalMicroseconds:F0} us",
        _ => $"{value}",
    };
}
