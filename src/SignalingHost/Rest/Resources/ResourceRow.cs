using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Resources;

/// <summary>A resource in a list.</summary>
internal sealed record ResourceRow
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string TypeId { get; init; }

    public required string TypeDesc { get; init; }

    /// <summary>For rooms: 1, cloud meeting rooms.</summary>
    public int? VmrMode { get; init; }

    public int Count { get; init; }

    public long ExpireDate { get; init; }

    public string? OrderId { get; init; }

    public int Status { get; init; }

    public bool Editable { get; init; }

    public static ResourceRow Of(CorporateResource resource, DateTimeOffset now, bool isEditable) => new()
    {
        Id = resource.Id,
        Type = resource.Type,
        TypeId = resource.TypeId,
        TypeDesc = ResourceTypes.All.GetValueOrDefault(resource.Type) ?? resource.Type,
        VmrMode = resource.Type == ResourceTypes.Rooms ? 1 : null,
        Count = resource.Amount,
        ExpireDate = resource.ExpiresAt.ToUnixTimeMilliseconds(),
        OrderId = resource.OrderId,
        Status = resource.StatusAt(now),
        Editable = isEditable,
    };
}

/// <summary>Which resources are asked for.</summary>
internal readonly record struct ResourceQuery(
    [property: FromQuery(Name = "startExpireDate")] long? StartExpireDate,
    [property: FromQuery(Name = "endExpireDate")] long? EndExpireDate,
    [property: FromQuery(Name = "type")] string? Type,
    [property: FromQuery(Name = "typeId")] string? TypeId,
    [property: FromQuery(Name = "orderId")] string? OrderId,
    [property: FromQuery(Name = "status")] int? Status)
{
    public ResourceFilter Filter(PageQuery page)
    {
        TimeRange? both = StartExpireDate is { } one && EndExpireDate is { } other ? TimeRange.Of(one, other) : null;
        return new ResourceFilter
        {
            Type = string.IsNullOrEmpty(Type) ? null : Type,
            TypeId = string.IsNullOrEmpty(TypeId) ? null : TypeId,
            OrderId = string.IsNullOrEmpty(OrderId) ? null : OrderId,
            Text = page.Sought,
            Status = Status,
            ExpiresFrom = both?.From ?? (StartExpireDate is { } first ? TimeRange.Of(first, first).From : null),
            ExpiresUntil = both?.Until ?? (EndExpireDate is { } last ? TimeRange.Of(last, last).From : null),
        };
    }
}

/// <summary>A resource to be given to a corporation.</summary>
internal sealed record ResourceRequest
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public string? TypeId { get; init; }

    public int? Count { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? ExpireDate { get; init; }
}

/// <summary>What of a resource shall be otherwise.</summary>
internal sealed record ChangeResourceRequest
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public long? ExpireDate { get; init; }

    public bool? IsDisabled { get; init; }
}
