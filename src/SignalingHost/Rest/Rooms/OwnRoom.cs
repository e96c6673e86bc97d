using System.Text.Json.Serialization;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Rest.Members;

namespace SignalingHost.Rest.Rooms;

/// <summary>A room as its holder sees it, passwords and links included. The API has always spelt guest "gust".</summary>
internal sealed record OwnRoom
{
    /// <summary>What a meeting is booked on it with.</summary>
    public required string Id { get; init; }

    /// <summary>The number that is dialled.</summary>
    public required string VmrId { get; init; }

    public required string VmrName { get; init; }

    public required string GustPwd { get; init; }

    public required string GustJoinUrl { get; init; }

    public required string ChairPwd { get; init; }

    public required string ChairJoinUrl { get; init; }

    public bool AllowGustFirst { get; init; }

    public bool GustFirstNotice { get; init; }

    public int VmrMode { get; init; }

    public string? VmrPkgId { get; init; }

    public string? VmrPkgName { get; init; }

    public int VmrPkgParties { get; init; }

    public int Status { get; init; }

    public static OwnRoom Of(CloudRoom room, HttpRequest request, JoinLinks links) => new()
    {
        Id = room.Id.Value,
        VmrId = room.Number.Value,
        VmrName = room.Name,
        GustPwd = room.Passwords.Guest,
        GustJoinUrl = links.Of(request, room.Number, room.Tokens.Guest),
        ChairPwd = room.Passwords.Chair,
        ChairJoinUrl = links.Of(request, room.Number, room.Tokens.Chair),
        AllowGustFirst = room.GuestsFirst,
        GustFirstNotice = room.NoticeOfGuestsFirst,
        VmrMode = (int)room.Mode,
        VmrPkgId = room.PackageId,
        VmrPkgName = RoomPackages.NameOf(room.Seats),
        VmrPkgParties = room.Seats,
        Status = (int)room.Status,
    };
}

/// <summary>A room as administrators see it.</summary>
internal sealed record CorporateRoom
{
    public required string Id { get; init; }

    public required string VmrId { get; init; }

    public required string VmrName { get; init; }

    public string? VmrPkgName { get; init; }

    public int VmrPkgParties { get; init; }

    public int MaxAudienceParties { get; init; }

    public IdMark? Member { get; init; }

    public IdMark? Device { get; init; }

    public int Status { get; init; }

    public long? ExpireDate { get; init; }

    public static CorporateRoom Of(CloudRoom room, Member? holder) => new()
    {
        Id = room.Id.Value,
        VmrId = room.Number.Value,
        VmrName = room.Name,
        VmrPkgName = RoomPackages.NameOf(room.Seats),
        VmrPkgParties = room.Seats,
        Member = holder is { Kind: AccountKind.User } ? new IdMark(holder.Login, holder.Name) : null,
        Device = holder is { Kind: AccountKind.Terminal } ? new IdMark(holder.Login, holder.Name) : null,
        Status = (int)room.Status,
        ExpireDate = room.ExpiresAt?.ToUnixTimeMilliseconds(),
    };
}

/// <summary>What of his room a holder wants otherwise; what is left out stays.</summary>
internal sealed record ChangeRoomRequest
{
    public string? VmrName { get; init; }

    public string? GustPwd { get; init; }

    public string? ChairPwd { get; init; }

    public bool? AllowGustFirst { get; init; }

    public bool? GustFirstNotice { get; init; }
}

[JsonSerializable(typeof(Page<OwnRoom>))]
[JsonSerializable(typeof(Page<CorporateRoom>))]
[JsonSerializable(typeof(ChangeRoomRequest))]
internal sealed partial class RoomsJson : JsonSerializerContext;
