using Microsoft.AspNetCore.Mvc;
using SignalingHost.Storage;

namespace SignalingHost.Rest;

/// <summary>A page of a list, as every list of the API is answered.</summary>
internal sealed record Page<T>(int Offset, int Limit, int Count, IReadOnlyList<T> Data)
{
    public static Page<T> Of(Found<T> found, Slice slice) => new(found.Offset, slice.Limit, found.Total, found.Rows);
}

/// <summary>Which page is asked for.</summary>
internal readonly record struct PageQuery(
    [property: FromQuery(Name = "offset")] int? Offset,
    [property: FromQuery(Name = "limit")] int? Limit,
    [property: FromQuery(Name = "searchKey")] string? SearchKey)
{
    private const int Most = 500;

    /// <summary>For accounts and rooms: 10 unless said, and beyond the end the last page again.</summary>
    public Slice OfAccounts => new(Math.Max(0, Offset ?? 0), Math.Clamp(Limit ?? 10, 1, Most), PastTheEnd.LastPage);

    /// <summary>For meetings: 20 unless said.</summary>
    public Slice OfMeetings => new(Math.Max(0, Offset ?? 0), Math.Clamp(Limit ?? 20, 1, Most));

    /// <summary>What is searched for, or null for everything.</summary>
    public string? Sought => string.IsNullOrWhiteSpace(SearchKey) ? null : SearchKey.Trim();
}
