using Meetings;
using SignalingHost.Accounts;

namespace SignalingHost.Rest.Resources;

/// <summary>What a resource must be to be given.</summary>
internal static class ResourceForm
{
    private const int MostAtOnce = 100_000;
    private const int MostRoomsAtOnce = 1000;

    public static bool IsWellFormed(ResourceRequest request) =>
        request is { Type: { } type, Count: > 0 and <= MostAtOnce, ExpireDate: > 0 } && ResourceTypes.All.ContainsKey(type)
        && (type != ResourceTypes.Rooms || (request.Count <= MostRoomsAtOnce && RoomPackages.SeatsOf(request.TypeId ?? "") > 0));

    public static CorporateResource Read(ResourceRequest request, CorporationId corporation, IIdentitySource identities, DateTimeOffset now) => new()
    {
        Id = identities.Hex(32),
        Corporation = corporation,
        Type = request.Type!,
        TypeId = request.TypeId ?? "",
        Amount = request.Count!.Value,
        ExpiresAt = At(request.ExpireDate!.Value),
        CreatedAt = now,
    };

    public static DateTimeOffset At(long milliseconds) => TimeRange.Of(milliseconds, milliseconds).From;
}
