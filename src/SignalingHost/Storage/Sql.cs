using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Meetings;

namespace SignalingHost.Storage;

/// <summary>
/// A piece of SQL written as an interpolated string: what stands in braces becomes a parameter, never text, so that no value can
/// be read as a command. Another <see cref="Sql"/> in braces is put in as a piece; a constant is put in as text by <c>:raw</c>.
/// </summary>
[InterpolatedStringHandler]
[SuppressMessage("Performance", "CA1815", Justification = "Never compared.")]
internal sealed class Sql
{
    private readonly List<Part> _parts;

    public Sql(int literalLength, int formattedCount) => _parts = new List<Part>((formattedCount * 2) + (literalLength > 0 ? 1 : 0));

    private Sql(List<Part> parts) => _parts = parts;

    public static Sql Empty { get; } = new(new List<Part>());

    public void AppendLiteral(string text) => _parts.Add(new(text, null, default, IsValue: false));

    /// <summary>A constant of ours, such as a list of columns, as text.</summary>
    public void AppendFormatted(string constant, string format)
    {
        if (format != "raw")
            throw new ArgumentException("Only ':raw' is known.", nameof(format));
        AppendLiteral(constant);
    }

    public void AppendFormatted(Sql piece) => _parts.AddRange(piece._parts);

    public void AppendFormatted(string? value) => Value(value, DbType.String);

    public void AppendFormatted(int value) => Value(value, DbType.Int32);

    public void AppendFormatted(int? value) => Value(value, DbType.Int32);

    public void AppendFormatted(long value) => Value(value, DbType.Int64);

    public void AppendFormatted(long? value) => Value(value, DbType.Int64);

    public void AppendFormatted(bool value) => Value(value ? 1 : 0, DbType.Int32);

    public void AppendFormatted(byte[]? value) => Value(value, DbType.Binary);

    /// <summary>A moment is kept as Unix milliseconds.</summary>
    public void AppendFormatted(DateTimeOffset value) => Value(value.ToUnixTimeMilliseconds(), DbType.Int64);

    public void AppendFormatted(DateTimeOffset? value) => Value(value?.ToUnixTimeMilliseconds(), DbType.Int64);

    public void AppendFormatted(CorporationId value) => Value(value.Value, DbType.String);

    public void AppendFormatted(AccountId value) => Value(value.Value, DbType.String);

    public void AppendFormatted(AccountId? value) => Value(value?.Value, DbType.String);

    public void AppendFormatted(RoomId value) => Value(value.Value, DbType.String);

    public void AppendFormatted(RoomId? value) => Value(value?.Value, DbType.String);

    public void AppendFormatted(ConferenceId value) => Value(value.Value, DbType.String);

    public void AppendFormatted(RunId value) => Value(value.Value, DbType.String);

    public void AppendFormatted(ParticipantId value) => Value(value.Value, DbType.String);

    public void AppendFormatted<T>(T value)
        where T : struct, Enum => Value(Convert.ToInt32(value), DbType.Int32);

    /// <summary>The values as a list in parentheses; of none, a list that holds nothing anyone could have.</summary>
    public static Sql In(IReadOnlyCollection<string> values)
    {
        var list = new Sql(new List<Part>());
        list.AppendLiteral("(");
        foreach (var (i, value) in values.Index())
        {
            if (i > 0)
                list.AppendLiteral(", ");
            list.AppendFormatted(value);
        }

        list.AppendLiteral(values.Count > 0 ? ")" : "NULL)");
        return list;
    }

    /// <summary>The same of enumerated values.</summary>
    public static Sql In<T>(IEnumerable<T> values)
        where T : struct, Enum
    {
        var list = new Sql(new List<Part>());
        list.AppendLiteral("(");
        foreach (var (i, value) in values.Index())
        {
            if (i > 0)
                list.AppendLiteral(", ");
            list.AppendFormatted(value);
        }

        list.AppendLiteral(")");
        return list;
    }

    /// <summary>The pattern for LIKE … ESCAPE '\' that finds <paramref name="text"/> anywhere, compared in small letters.</summary>
    public static string Anywhere(string text)
    {
        var pattern = new StringBuilder("%", text.Length + 2);
        foreach (var letter in text.ToLowerInvariant())
        {
            if (letter is '%' or '_' or '\\')
                pattern.Append('\\');
            pattern.Append(letter);
        }

        return pattern.Append('%').ToString();
    }

    /// <summary>Two pieces, one after the other.</summary>
    public static Sql operator +(Sql first, Sql second) => new([.. first._parts, .. second._parts]);

    /// <summary>The text with <c>@p0, @p1 …</c> for the values.</summary>
    public string Text()
    {
        if (_parts is [{ IsValue: false } only])
            return only.Text;

        var text = new StringBuilder();
        var number = 0;
        foreach (var part in _parts)
        {
            if (part.IsValue)
                text.Append("@p").Append(number++);
            else
                text.Append(part.Text);
        }

        return text.ToString();
    }

    public override string ToString() => Text();

    public IEnumerable<(object Value, DbType Type)> Values() =>
        from part in _parts where part.IsValue select (part.Value ?? DBNull.Value, part.Type);

    // PostgreSQL knows no zero in a text and would fail the whole transaction for it; so in either database it becomes the sign for what cannot be shown.
    private void Value(object? value, DbType type) =>
        _parts.Add(new("", value is string text && text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : value, type, IsValue: true));

    private readonly record struct Part(string Text, object? Value, DbType Type, bool IsValue);
}
