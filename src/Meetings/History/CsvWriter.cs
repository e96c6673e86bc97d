using System.Text;

namespace Meetings.History;

/// <summary>
/// Writes a table as CSV (RFC 4180: CRLF, quotes doubled) that a spreadsheet reads as text: with a byte order mark for its sake, and with
/// an apostrophe before what it would take for a formula. A name is chosen by a stranger, and a formula in it would run at the reader's.
/// </summary>
public sealed class CsvWriter
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly StringBuilder _text = new();

    public void Row(params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                _text.Append(',');
            Cell(cells[i]);
        }

        _text.Append("\r\n");
    }

    public byte[] ToBytes() => [.. Mark, .. Encoding.UTF8.GetBytes(_text.ToString())];

    private void Cell(string cell)
    {
        var harmless = IsFormula(cell) ? $"'{cell}" : cell;
        if (harmless.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _text.Append(harmless);
            return;
        }

        _text.Append('"').Append(harmless.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>Leading blanks are looked through, and so are the full-width forms that some spreadsheets read as formulas too.</summary>
    private static bool IsFormula(string cell)
    {
        if (cell.Length > 0 && cell[0] is '\t' or '\r' or '\n')
            return true;

        var rest = cell.AsSpan().TrimStart();
        return rest.Length > 0 && rest[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';
    }
}
