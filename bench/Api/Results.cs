using System.Text.Json;

namespace Api;

/// <summary>What was measured, a row of numbers for each thing: a table for eyes, and the same as JSON for machines.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<Dictionary<string, object>> _rows = [];

    public double this[string what, string column] =>
        (double)_rows.Single(row => Equals(row["what"], what))[column];

    /// <summary>The largest in a column, of the rows whose name begins so.</summary>
    public double Worst(string what, string column) =>
        _rows.Where(row => ((string)row["what"]).StartsWith(what, StringComparison.Ordinal)).Max(row => (double)row[column]);

    public void Add(string what, params IEnumerable<(string Column, double Value)> cells)
    {
        var row = new Dictionary<string, object>(StringComparer.Ordinal) { ["what"] = what };
        foreach (var (column, value) in cells)
            row[column] = Math.Round(value, 3);
        _rows.Add(row);
        Console.WriteLine($"{what}: {string.Join(", ", cells.Select(cell => $"{cell.Column} {Show(cell.Value)}"))}");
    }

    /// <summary>Many durations in milliseconds, as the columns that are looked at.</summary>
    public static IEnumerable<(string Column, double Value)> Spread(double[] times)
    {
        var sorted = times.Order().ToArray();
        yield return ("p50 ms", At(0.5));
        yield return ("p99 ms", At(0.99));
        yield return ("p99.9 ms", At(0.999));
        yield return ("longest ms", sorted[^1]);

        double At(double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
    }

    public void Print()
    {
        var columns = _rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).ToList();
        var lines = new List<string[]> { columns.ToArray() };
        lines.AddRange(_rows.Select(row => columns.Select(column => row.TryGetValue(column, out var value) ? Show(value) : "").ToArray()));
        var widths = columns.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        Console.WriteLine();
        foreach (var line in lines)
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
    }

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"api-{DateTime.UtcNow:yyyyMMdd-HHmmss}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { command = "api", at = DateTime.UtcNow, rows = _rows }, Indented));
        Console.WriteLine($"Saved as {path}");
    }

    private static string Show(object value) => value is double number ? Math.Abs(number) >= 100 ? $"{number:F0}" : $"{number:F2}" : $"{value}";
}
