namespace SignalingHost.Storage;

/// <summary>Which part of a long list is wanted.</summary>
internal readonly record struct Slice(int Offset, int Limit, PastTheEnd PastTheEnd = PastTheEnd.Nothing);

/// <summary>What is answered where a list has ended: nothing, or its last page again.</summary>
internal enum PastTheEnd
{
    Nothing,
    LastPage,
}

/// <summary>A part of a list, the length of the whole, and where the part really begins.</summary>
internal sealed record Found<T>(IReadOnlyList<T> Rows, int Total, int Offset)
{
    public Found<TOther> Select<TOther>(Func<T, TOther> to) => new([.. Rows.Select(to)], Total, Offset);
}
