using System.Globalization;
using System.Security;
using System.Text;

namespace Load.Capacity;

/// <summary>
/// A picture of how a server was filled: for each kind a row of three charts, people against CPU, delay and loss; a line for each run, the first filling
/// grey, bounds dashed.
/// </summary>
internal static class CapacityPlot
{
    private const int Width = 300;
    private const int Height = 170;
    private const int Left = 60;
    private const int Top = 60;
    private const int Row = Height + 90;
    private static readonly string[] Colours = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df"];

    public static string Draw(string title, IReadOnlyList<Filling> fillings)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{(3 * (Width + Left)) + 60}" height="{Top + (fillings.Count * Row)}" font-family="sans-serif" font-size="11" fill="#24292f">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="20" y="26" font-size="15">{SecurityElement.Escape(title)}</text>

            """);
        for (var i = 0; i < fillings.Count; i++)
        {
            var (filling, y) = (fillings[i], Top + (i * Row));
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="20" y="{y}" font-size="13">{SecurityElement.Escape(filling.Kind.What)}: {filling.Median * filling.Kind.PeopleEach} people, runs {filling.Spread:P0} apart</text>""").Append('\n');
            Chart(svg, filling, 0, y + 20, "CPU, cores", step => step.Cpu, bound: null);
            Chart(svg, filling, 1, y + 20, "delay, ms (99 %)", step => step.Delay.TotalMilliseconds, filling.Kind.Bounds.Delay.TotalMilliseconds);
            Chart(svg, filling, 2, y + 20, "loss, %", step => 100 * step.Loss, 100 * filling.Kind.Bounds.Loss);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Chart(StringBuilder svg, Filling filling, int column, int top, string name, Func<CapacityStep, double> value, double? bound)
    {
        IReadOnlyList<CapacityStep>[] runs = [filling.First, .. filling.Runs];
        var steps = runs.SelectMany(run => run).ToArray();
        var (left, bottom) = (Left + (column * (Width + Left)), top + Height);
        var mostPeople = Math.Max(1, steps.Select(step => step.People).DefaultIfEmpty().Max());
        var most = Math.Max(steps.Select(value).DefaultIfEmpty().Max(), bound ?? 0);
        most = most > 0 ? most * 1.1 : 1;
        double X(double people) => left + (Width * people / mostPeople);
        double Y(double amount) => bottom - (Height * Math.Min(amount, most) / most);

        svg.Append(CultureInfo.InvariantCulture, $"""
            <rect x="{left}" y="{top}" width="{Width}" height="{Height}" fill="none" stroke="#d0d7de"/>
            <text x="{left}" y="{top - 6}">{name}</text>
            <text x="{left - 6}" y="{bottom}" text-anchor="end">0</text>
            <text x="{left - 6}" y="{top + 10}" text-anchor="end">{most:G3}</text>
            <text x="{left + Width}" y="{bottom + 14}" text-anchor="end">{mostPeople} people</text>

            """);
        if (bound is { } limit)
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{left}" x2="{left + Width}" y1="{Y(limit):F1}" y2="{Y(limit):F1}" stroke="#57606a" stroke-dasharray="4 3"/>""").Append('\n');
        for (var run = 0; run < runs.Length; run++)
        {
            var colour = run == 0 ? "#8c959f" : Colours[(run - 1) % Colours.Length];
            var points = string.Join(' ', runs[run].Select(step => string.Create(CultureInfo.InvariantCulture, $"{X(step.People):F1},{Y(value(step)):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>""").Append('\n');
            foreach (var step in runs[run])
                svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{X(step.People):F1}" cy="{Y(value(step)):F1}" r="2.5" fill="{colour}"/>""").Append('\n');
        }
    }
}
